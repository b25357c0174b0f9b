import { AtSign } from 'lucide-react'
import { memo } from 'react'
import { fullTime, shortTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { cx } from '../../ui/cx.ts'
import { NoteText } from '../../ui/note-text.tsx'
import type { Mention } from '#shared/contract/areas/mentions.ts'

export const mentionElementId = (id: string): string => `mention-${id}`

interface MentionRowProps {
  mention: Mention
  /** Who wrote the note. */
  author: string
  cursor: boolean
  now: number
  onOpen: (mention: Mention) => void
}

/** Who named the rep, about whom, and with which words. */
export const MentionRow = memo(function MentionRow({ mention, author, cursor, now, onOpen }: MentionRowProps) {
  const { id, lead_label, text, is_read, by_id, at } = mention
  return (
    // The list holds the focus and names the active row.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={mentionElementId(id)}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
      role="option"
      aria-selected={cursor}
      data-cursor={cursor || undefined}
      onClick={() => onOpen(mention)}
      className={cx(
        'relative flex cursor-default items-start gap-3 rounded-lg py-2.5 pr-3 pl-4 hover:bg-hover',
        cursor && 'bg-hover at-cursor',
      )}
    >
      {!is_read && <span aria-hidden className="absolute top-5.5 left-1 size-1.5 rounded-full bg-accent" />}
      <Avatar id={by_id ?? id} name={author} size={32} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 text-sm">
          {!is_read && <span className="sr-only">Unread. </span>}
          <span className="min-w-0 truncate">
            <span dir="auto" className={is_read ? 'font-medium' : 'font-semibold'}>
              {author}
            </span>
            <span className="text-ink-2"> about </span>
            <span dir="auto" className={is_read ? 'font-medium' : 'font-semibold'}>
              {nameOf(lead_label)}
            </span>
          </span>
          <time
            dateTime={new Date(at).toISOString()}
            title={fullTime(at)}
            className={cx('tabular ml-auto shrink-0 text-2xs', is_read ? 'text-ink-3' : 'text-accent-ink')}
          >
            {shortTime(at, now)}
          </time>
        </p>
        <p dir="auto" className="mt-0.5 line-clamp-2 text-left text-sm wrap-anywhere text-ink-2">
          <NoteText text={text} plain />
        </p>
      </div>
    </div>
  )
})

export const MENTION_ICON = <AtSign className="size-5" strokeWidth={1.75} />
