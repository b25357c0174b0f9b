import { presenceWords, type Present } from '../format/presence-words.ts'
import { Avatar } from './avatar.tsx'

/** More would not be told apart. */
const SHOWN = 3

interface PresentPeopleProps {
  people: readonly (Present & { id: string })[]
  size: 20 | 24
}

/** Colleagues in a conversation, as small faces; the words are the title's and the screen reader's. */
export function PresentPeople({ people, size }: PresentPeopleProps) {
  const typing = people.some((person) => person.typing)
  return (
    <span title={presenceWords(people)} className="flex shrink-0 items-center">
      {people.slice(0, SHOWN).map(({ id, name }) => (
        <span key={id} className="-ml-1.5 rounded-full ring-2 ring-surface first:ml-0">
          <Avatar id={id} name={name} size={size} />
        </span>
      ))}
      {typing && <TypingDots />}
    </span>
  )
}

function TypingDots() {
  return (
    <span aria-hidden className="ml-1 flex items-center gap-0.5">
      {[0, 150, 300].map((delay) => (
        <span
          key={delay}
          className="size-1 animate-pulse rounded-full bg-ink-3"
          style={{ animationDelay: `${delay}ms` }}
        />
      ))}
    </span>
  )
}
