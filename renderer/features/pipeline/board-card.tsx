import { useDraggable } from '@dnd-kit/core'
import { CalendarClock, CalendarDays, CalendarX2, Clock, FlagOff, Hourglass, Pin, Sprout } from 'lucide-react'
import { memo, useMemo, type MouseEvent, type ReactNode } from 'react'
import { dateTime, elapsed, fullTime } from '../../format/time.ts'
import { nameOf } from '../../format/vocabulary.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Channel } from '../../ui/channel.tsx'
import { cx } from '../../ui/cx.ts'
import { ScoreChip } from '../../ui/lead-chips.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import {
  ageOf,
  isRotting,
  missedClose,
  shortValueWords,
  spokenCard,
  URGENCY_NAMES,
  urgencyOf,
  valueWords,
  type CardStage,
  type Urgency,
} from './card-words.ts'
import type { CardField } from './card-fields.ts'
import type { BoardCard as Card } from '#shared/contract/areas/pipeline.ts'

export const cardElementId = (id: string): string => `board-card-${id}`

export interface CardLook {
  now: number
  stage: CardStage
  owner: string | null
  compact: boolean
  hidden: readonly string[]
}

interface CardHandleProps extends CardLook {
  card: Card
  open: boolean
  canMove: boolean
  onClick: (card: Card) => void
  onMenu: (card: Card) => void
}

interface BoardCardProps extends CardHandleProps {
  /** px from the top of the column. */
  top: number
  /** px */
  height: number
  position: number
  total: number
  cursor: boolean
  /** Lifted with the keyboard. */
  lifted: boolean
}

/** A card at its place in its column, where others that come and go move it often. */
export const BoardCard = memo(function BoardCard(props: BoardCardProps) {
  const { top, height, position, total, cursor, lifted, ...handle } = props
  const { card, now, stage, owner, open } = handle
  const spoken = useMemo(() => spokenCard(card, { now, stage, owner }), [card, now, stage, owner])
  return (
    // The column holds the focus and names the card, so cards need neither focus nor keys of their own.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option element holds text alone
      role="option"
      id={cardElementId(card.id)}
      aria-selected={open}
      aria-posinset={position}
      aria-setsize={total}
      aria-label={spoken}
      className={cx(
        'group/card absolute left-0 w-full rounded-lg [contain:layout_size_style]',
        cursor && 'at-cursor outline-offset-0',
        lifted && 'ring-2 ring-accent',
      )}
      style={{ top, height }}
    >
      <CardHandle {...handle} />
    </div>
  )
})

/** What a pointer takes hold of. Renders again only when the card or the minute changes. */
const CardHandle = memo(function CardHandle(props: CardHandleProps) {
  const { card, now, stage, owner, compact, hidden, open, canMove, onClick, onMenu } = props
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: card.id, disabled: !canMove, data: { card } })
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      ref={setNodeRef}
      {...listeners}
      onClick={() => onClick(card)}
      onContextMenu={(event: MouseEvent) => {
        event.preventDefault()
        if (canMove) onMenu(card)
      }}
      className={cx('h-full touch-manipulation', isDragging && 'opacity-40')}
    >
      <CardFace card={card} now={now} stage={stage} owner={owner} compact={compact} hidden={hidden} open={open} />
    </div>
  )
})

const EDGES: Record<Urgency, string> = {
  overdue: 'border-l-danger',
  today: 'border-l-warning',
  later: 'border-l-positive',
  none: 'border-l-line-strong',
}

/** What a card looks like, in its column and in the hand. */
export function CardFace({
  card,
  now,
  stage,
  owner,
  compact,
  hidden,
  open,
}: CardLook & { card: Card; open?: boolean }) {
  const urgency = urgencyOf(card.due_at, now)
  const shows = (field: CardField) => !hidden.includes(field)
  const value = valueWords(card.values)
  const missed = missedClose(card, stage, now)
  return (
    <div
      className={cx(
        'keep-color flex h-full flex-col rounded-lg border border-l-3 border-line bg-raised px-2.5 shadow-raised',
        compact ? 'justify-center' : 'py-2',
        EDGES[urgency],
        open ? 'bg-selected' : 'group-hover/card:bg-hover',
      )}
    >
      <div className="flex items-center gap-1.5">
        <span dir="auto" className="min-w-0 flex-1 truncate text-left text-sm leading-5 font-medium">
          {nameOf(card.title)}
        </span>
        {card.stage_override && (
          <span title="Set by hand: no rule moves it" className="text-ink-3">
            <Pin aria-hidden className="size-3" />
          </span>
        )}
        <SaveMark state={card.save_state} />
        {compact && value && shows('value') && (
          <span title={value} className="tabular shrink-0 text-xs text-ink-2">
            <span className="@sm:hidden">{shortValueWords(card.values)}</span>
            <span className="hidden @sm:inline">{value}</span>
          </span>
        )}
        {compact && missed && <MissedClose day={missed} short />}
        {compact && (
          <span className="shrink-0 text-2xs">
            <Due urgency={urgency} at={card.due_at} short />
          </span>
        )}
        {shows('score') && card.score > 0 && <ScoreChip score={card.score} />}
        {shows('owner') && <Owner id={card.owner_id} name={owner} />}
      </div>
      {!compact && (
        <>
          <div className="flex h-4.5 items-center gap-2 text-xs text-ink-2">
            <span dir="auto" className="min-w-0 flex-1 truncate text-left">
              {card.detail ?? (shows('preview') ? card.conversation?.preview : null)}
            </span>
            {shows('value') && value && (
              <span title={value} className="tabular max-w-3/5 shrink-0 truncate font-medium text-ink">
                {value}
              </span>
            )}
          </div>
          <div className="mt-1 flex h-4.5 items-center gap-2 text-2xs text-ink-3">
            {/* What was missed says more than that nothing is planned, and there is room for one of them. */}
            {missed && <MissedClose day={missed} short={urgency !== 'none'} />}
            {!(missed && urgency === 'none') && <Due urgency={urgency} at={card.due_at} />}
            {shows('waiting') && card.waiting_since !== null && <Waiting since={card.waiting_since} now={now} />}
            {card.deal && stage.kind === 'open' && (
              <span className="tabular shrink-0">{card.deal.probability}&nbsp;%</span>
            )}
            <span className="ml-auto inline-flex shrink-0 items-center gap-1.5">
              {shows('age') && <Age card={card} stage={stage} now={now} />}
              {card.conversation && shows('channel') && <Channel platform={card.conversation.platform} />}
            </span>
          </div>
        </>
      )}
    </div>
  )
}

const DUE_LOOKS: Record<Urgency, { className: string; icon: ReactNode }> = {
  overdue: { className: 'text-danger font-medium', icon: <CalendarX2 aria-hidden className="size-3 shrink-0" /> },
  today: { className: 'text-warning font-medium', icon: <CalendarClock aria-hidden className="size-3 shrink-0" /> },
  later: { className: 'text-positive', icon: <CalendarDays aria-hidden className="size-3 shrink-0" /> },
  none: { className: 'text-ink-3', icon: null },
}

/** The next activity, in colour, icon and word. */
function Due({ urgency, at, short }: { urgency: Urgency; at: number | null; short?: boolean }) {
  const { className, icon } = DUE_LOOKS[urgency]
  if (short && !icon) return null
  return (
    <span
      title={at === null ? 'No next activity' : `Next activity: ${fullTime(at)}`}
      className={cx('inline-flex min-w-0 items-center gap-1', className)}
    >
      {icon}
      {/* In a narrow card the icon says it alone, and leaves the room to the name. */}
      {!(short && urgency === 'later') && (
        <span className={cx('truncate', short && 'hidden @sm:inline')}>
          {urgency === 'later' && at !== null ? dateTime(at) : URGENCY_NAMES[urgency]}
        </span>
      )}
    </span>
  )
}

/** The day on which a deal was to close is over; `short`: the icon says it alone. */
function MissedClose({ day, short }: { day: string; short?: boolean }) {
  return (
    <span
      title={`Was to close by ${day}`}
      className="inline-flex shrink-0 items-center gap-1 text-2xs font-medium text-danger"
    >
      <FlagOff aria-hidden className="size-3 shrink-0" />
      {!short && 'Close overdue'}
    </span>
  )
}

function Waiting({ since, now }: { since: number; now: number }) {
  return (
    <span title="Waiting for an answer" className="tabular inline-flex shrink-0 items-center gap-1 text-warning">
      <Hourglass aria-hidden className="size-2.5" /> {elapsed(since, now)}
    </span>
  )
}

function Age({ card, stage, now }: { card: Card; stage: CardStage; now: number }) {
  const rotting = isRotting(card, stage, now)
  return (
    <span
      title={rotting ? 'Rotting: long in this stage, and nothing planned' : 'In this stage'}
      className={cx('tabular inline-flex items-center gap-1', rotting && 'font-medium text-danger')}
    >
      {rotting ? <Sprout aria-hidden className="size-2.5 rotate-180" /> : <Clock aria-hidden className="size-2.5" />}
      {ageOf(card.since, now)}
    </span>
  )
}

function Owner({ id, name }: { id: string | null; name: string | null }) {
  if (id === null) {
    return (
      <span
        title="In the pool"
        className="grid size-5 place-items-center rounded-full border border-dashed border-control-line"
      />
    )
  }
  return (
    <span title={name ?? undefined}>
      <Avatar id={id} name={name} size={20} />
    </span>
  )
}
