import { memo, type MouseEvent } from 'react'
import type { PresentColleague } from '../../actions/use-presence.ts'
import { fullTime, shortTime } from '../../format/time.ts'
import { nameOf, PRIORITY_NAMES } from '../../format/vocabulary.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Channel } from '../../ui/channel.tsx'
import { cx } from '../../ui/cx.ts'
import { ScoreChip, StageChip } from '../../ui/lead-chips.tsx'
import { PresentPeople } from '../../ui/present-people.tsx'
import { PriorityMark } from '../../ui/priority-mark.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { Snoozed, Waiting } from './row-times.tsx'
import { AUTHORS, isPressing, spokenRow, wordsOf } from './row-words.ts'
import { SelectBox } from './select-box.tsx'
import type { InboxRow as Row } from '#shared/contract/read-models.ts'

/** Heights of a row in px (product.md, Layout); the virtual list relies on them. */
export const ROW_HEIGHTS = { comfortable: 64, compact: 44 } as const

export const rowElementId = (id: string): string => `inbox-row-${id}`

interface InboxRowProps {
  row: Row
  /** Two lines in place of three. */
  compact: boolean
  now: number
  open: boolean
  cursor: boolean
  position: number
  total: number
  /** Whether it is among the selected; null while nothing is selected. */
  selected: boolean | null
  canSelect: boolean
  /** Colleagues who have it before them; undefined for nobody. */
  present: readonly PresentColleague[] | undefined
  onClick: (id: string, click: RowClick) => void
}

/** How a row was clicked; `box`: on its box to select it. */
export interface RowClick {
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  box: boolean
}

/** One conversation in the list. Renders again only when its row, its place or the minute changes. */
export const InboxRow = memo(function InboxRow({
  row,
  compact,
  now,
  open,
  cursor,
  position,
  total,
  selected,
  canSelect,
  present,
  onClick,
}: InboxRowProps) {
  const unread = row.unread > 0
  const click = ({ shiftKey, ctrlKey, metaKey }: MouseEvent, box: boolean) =>
    onClick(row.id, { shiftKey, ctrlKey, metaKey, box })
  return (
    // The list holds the focus and names the active row, so rows need neither focus nor keys of their own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
      role="option"
      id={rowElementId(row.id)}
      aria-selected={open}
      aria-checked={selected ?? undefined}
      aria-posinset={position}
      aria-setsize={total}
      aria-label={spokenRow(row, now, present)}
      data-cursor={cursor || undefined}
      onClick={(event) => click(event, false)}
      className={cx(
        'group relative mx-1.5 flex items-center gap-2.5 rounded-lg pr-2.5 pl-3',
        compact ? 'h-[42px]' : 'h-[62px]',
        selected ? 'bg-accent-soft' : open ? 'bg-selected' : 'hover:bg-hover',
        cursor && 'at-cursor',
        cursor && !open && !selected && 'bg-hover',
      )}
    >
      {unread && (
        <span aria-hidden className="absolute top-1/2 left-0.5 size-1.5 -translate-y-1/2 rounded-full bg-accent" />
      )}
      <SelectBox selected={selected} canSelect={canSelect} onClick={(event) => click(event, true)}>
        <Avatar id={row.lead_id} name={row.lead_label} size={compact ? 24 : 32} />
      </SelectBox>
      {compact ? (
        <CompactLines row={row} now={now} present={present} />
      ) : (
        <Lines row={row} now={now} present={present} />
      )}
    </div>
  )
})

interface LinesProps {
  row: Row
  now: number
  present: InboxRowProps['present']
}

/** Name over preview over where it stands. */
function Lines({ row, now, present }: LinesProps) {
  const unread = row.unread > 0
  return (
    <div className="min-w-0 flex-1">
      <div className="flex items-center gap-1.5">
        <Name row={row} />
        <Marks row={row} now={now} present={present} />
      </div>
      <div className="flex items-center gap-2">
        <Preview row={row} />
        {unread && <Unread count={row.unread} />}
      </div>
      <div className="mt-px flex items-center gap-2 text-2xs text-ink-3">
        <Channel platform={row.platform} />
        {row.stage && <StageChip stage={row.stage} className="shrink" />}
        {row.status === 'snoozed' && row.snoozed_until !== null && <Snoozed until={row.snoozed_until} />}
        {row.waiting_since !== null && <Waiting since={row.waiting_since} now={now} />}
        {row.score > 0 && (
          <span className="ml-auto">
            <ScoreChip score={row.score} />
          </span>
        )}
      </div>
    </div>
  )
}

/** The same in two lines. */
function CompactLines({ row, now, present }: LinesProps) {
  return (
    <div className="min-w-0 flex-1">
      <div className="flex items-center gap-1.5">
        <Name row={row} />
        {row.stage && <StageChip stage={row.stage} className="max-w-2/5 text-2xs text-ink-3" />}
        {row.score > 0 && <ScoreChip score={row.score} />}
        <Marks row={row} now={now} present={present} />
      </div>
      <div className="flex items-center gap-2 text-2xs text-ink-3">
        <Channel platform={row.platform} />
        <Preview row={row} />
        {row.status === 'snoozed' && row.snoozed_until !== null && <Snoozed until={row.snoozed_until} />}
        {row.waiting_since !== null && <Waiting since={row.waiting_since} now={now} />}
        {row.unread > 0 && <Unread count={row.unread} />}
      </div>
    </div>
  )
}

function Name({ row }: { row: Row }) {
  return (
    <span
      dir="auto"
      className={cx(
        'min-w-0 flex-1 truncate text-left text-sm leading-4.5',
        row.unread > 0 ? 'font-semibold' : 'font-medium',
      )}
    >
      {nameOf(row.lead_label)}
    </span>
  )
}

/** What presses, where the last change is, and when something happened last. */
function Marks({ row, now, present }: LinesProps) {
  return (
    <>
      {isPressing(row.priority) && (
        <span title={`Priority: ${PRIORITY_NAMES[row.priority].toLowerCase()}`}>
          <PriorityMark priority={row.priority} />
        </span>
      )}
      {present && (
        <span className="-my-px">
          <PresentPeople people={present} size={20} />
        </span>
      )}
      <SaveMark state={row.save_state} />
      <span
        title={fullTime(row.at)}
        className={cx('tabular text-2xs', row.unread > 0 ? 'text-accent-ink' : 'text-ink-3')}
      >
        {shortTime(row.at, now)}
      </span>
    </>
  )
}

function Preview({ row }: { row: Row }) {
  return (
    <span
      dir="auto"
      className={cx('min-w-0 flex-1 truncate text-left text-xs', row.unread > 0 ? 'text-ink' : 'text-ink-2')}
    >
      {row.last_by && <span className="text-ink-3">{AUTHORS[row.last_by]}: </span>}
      {wordsOf(row) || <span className="text-ink-3 italic">No messages yet</span>}
    </span>
  )
}

function Unread({ count }: { count: number }) {
  return (
    <span className="tabular grid h-4 min-w-4 shrink-0 place-items-center rounded-full bg-accent px-1 text-[10px] leading-none font-semibold text-on-accent">
      {count > 99 ? '99+' : count}
    </span>
  )
}
