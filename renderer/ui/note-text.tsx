import { memo, useMemo } from 'react'
import { useSession } from '../actions/session-context.ts'
import { useTeam } from '../actions/use-team.ts'
import { cx } from './cx.ts'
import { LinkedText } from './linked-text.tsx'
import { noteParts } from '#shared/domain/mentions.ts'

interface NoteTextProps {
  text: string
  /** Shows addresses in it as words, where the whole is a link already. */
  plain?: boolean
}

/** The text of a note: colleagues by the names that they have now, the rep set off from the others. */
export const NoteText = memo(function NoteText({ text, plain = false }: NoteTextProps) {
  const { members } = useTeam()
  const { user } = useSession()
  const names = useMemo(() => new Map(members.map(({ id, name }) => [id, name])), [members])
  return noteParts(text).map((part, index) => {
    // Parts of one text never change their order.
    if (part.kind === 'text') return plain ? part.text : <LinkedText key={index} text={part.text} />
    const isMe = part.id === user.id
    return (
      <span
        key={index}
        className={cx(
          'rounded-sm px-0.5 font-medium',
          isMe && !plain ? 'bg-accent text-on-accent' : 'bg-accent-soft text-accent-ink',
        )}
      >
        @{names.get(part.id) ?? part.name}
        {isMe && <span className="sr-only"> (you)</span>}
      </span>
    )
  })
})
