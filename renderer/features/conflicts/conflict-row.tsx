import { Clock3, CornerDownRight, GitCompareArrows, Hand, OctagonX, type LucideIcon } from 'lucide-react'
import { shortTime } from '../../format/time.ts'
import { cx } from '../../ui/cx.ts'
import type { Placed } from './order.ts'
import type { AttentionItem } from '#shared/contract/read-models.ts'

export const rowId = (seq: number): string => `conflict-row-${seq}`

const KINDS: Record<AttentionItem['result'], { icon: LucideIcon; word: string }> = {
  conflict: { icon: GitCompareArrows, word: 'Conflict' },
  held: { icon: Hand, word: 'Held' },
  rejected: { icon: OctagonX, word: 'Not accepted' },
}

const WAITS = { icon: Clock3, word: 'Waits for another' }

interface ConflictRowProps {
  placed: Placed
  selected: boolean
  now: number
  onSelect: () => void
}

/** A change in the list: what it was, why it stopped, when. */
export function ConflictRow({ placed: { item, isChild }, selected, now, onSelect }: ConflictRowProps) {
  const { icon: Icon, word } = item.parent === null ? KINDS[item.result] : WAITS
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list holds the focus and takes the keys
    <div
      id={rowId(item.seq)}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
      role="option"
      aria-selected={selected}
      onClick={onSelect}
      className={cx(
        'flex gap-2.5 border-b border-line py-2.5 pr-3.5 pl-4',
        selected ? 'bg-selected at-cursor' : 'hover:bg-hover',
        isChild && 'pl-9',
      )}
    >
      {isChild ? (
        <CornerDownRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
      ) : (
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" strokeWidth={1.75} />
      )}
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="min-w-0 truncate text-sm font-semibold">{item.title}</span>
          <span className="tabular ml-auto shrink-0 text-2xs text-ink-2">{shortTime(item.at, now)}</span>
        </p>
        <p dir="auto" className="truncate text-left text-xs text-ink-2">
          {item.mine}
        </p>
        <p className="mt-0.5 truncate text-2xs text-ink-2">
          <span className="font-medium">{word}</span> · {item.reason}
        </p>
      </div>
    </div>
  )
}
