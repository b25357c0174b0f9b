import { ExternalLink, PhoneCall, Plus } from 'lucide-react'
import { useCanWrite } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useCommand } from '../../bridge/use-command.ts'
import { money } from '../../format/money.ts'
import { dayWords, isCloseOverdue } from '../../format/expected-close.ts'
import { dayLabel, fullTime, momentTime } from '../../format/time.ts'
import { humanise } from '../../format/vocabulary.ts'
import { IconButton } from '../../ui/button.tsx'
import { useApp } from '../../store/store-context.ts'
import { cx } from '../../ui/cx.ts'
import { StageChip } from '../../ui/lead-chips.tsx'
import { SaveMark } from '../../ui/save-mark.tsx'
import { PanelSection } from './panel-section.tsx'
import type { LeadBooking, LeadDeal, LeadView } from '#shared/contract/lead-models.ts'
import { sumByCurrency } from '#shared/domain/money.ts'

interface WorkProps {
  view: LeadView
  now: number
}

/** The amounts of one currency after another: `£29,630 + €500`. */
const total = (amounts: readonly { minor: string; currency: string }[]): string =>
  sumByCurrency(amounts)
    .map(({ minor, currency }) => money(minor, currency))
    .join(' + ')

export function NextActivity({ view, now }: WorkProps) {
  const { nameOf } = useTeam()
  const { next_activity: next, open_activities: open, lead } = view
  const followUp = lead.next_follow_up_at
  const isOverdue = next?.due_at != null && next.due_at < now
  return (
    <PanelSection
      id="next"
      title="Next activity"
      action={<PlanAndLog lead={lead} />}
      empty={!next && followUp === null && 'The next task, call or follow-up about this lead.'}
    >
      {next && (
        <div className="text-sm">
          <p dir="auto" className="text-left wrap-anywhere">
            {next.subject ?? humanise(next.type)}
          </p>
          <p className="text-xs text-ink-2">
            {humanise(next.type)}
            {next.due_at !== null && (
              <>
                {' · '}
                <time title={fullTime(next.due_at)} className={cx(isOverdue && 'font-medium text-danger')}>
                  {isOverdue && 'Overdue: '}
                  {momentTime(next.due_at, now)}
                </time>
              </>
            )}
            {next.assigned_to && ` · ${nameOf(next.assigned_to)}`}
          </p>
          {open > 1 && <p className="mt-0.5 text-xs text-ink-3">and {open - 1} more planned</p>}
        </div>
      )}
      {followUp !== null && (
        <p className={cx('text-xs', next && 'mt-1', followUp < now ? 'font-medium text-danger' : 'text-ink-2')}>
          Follow up {followUp < now && 'was due '}
          <time title={fullTime(followUp)}>{momentTime(followUp, now)}</time>
        </p>
      )}
    </PanelSection>
  )
}

/** Plans something about the lead, and writes down what was done. */
function PlanAndLog({ lead: { id, label } }: { lead: LeadView['lead'] }) {
  const canWrite = useCanWrite()
  const showTaskSheet = useApp((state) => state.showTaskSheet)
  if (!canWrite) return null
  const lead = { id, label }
  return (
    <span className="flex">
      <IconButton
        label="Log a call, meeting or e-mail"
        size="sm"
        side="left"
        onClick={() => showTaskSheet({ what: 'log', lead, task: null, type: 'call' })}
      >
        <PhoneCall className="size-3.5" />
      </IconButton>
      <IconButton label="New task" keys="T" size="sm" side="left" onClick={() => showTaskSheet({ what: 'new', lead })}>
        <Plus className="size-3.5" />
      </IconButton>
    </span>
  )
}

export function Bookings({ view, now }: WorkProps) {
  const { bookings } = view
  return (
    <PanelSection
      id="bookings"
      title="Bookings"
      count={bookings.length}
      empty={bookings.length === 0 && 'Appointments with this customer.'}
    >
      <ul className="flex flex-col gap-2">
        {bookings.map((booking) => (
          <Booking key={booking.id} booking={booking} now={now} />
        ))}
      </ul>
    </PanelSection>
  )
}

function Booking({ booking, now }: { booking: LeadBooking; now: number }) {
  const command = useCommand()
  const { url } = booking
  const isOver = booking.starts_at < now || booking.status === 'cancelled'
  return (
    <li className="flex items-start gap-2 text-sm">
      <div className={cx('min-w-0 flex-1', isOver && 'text-ink-2')}>
        <p dir="auto" className="text-left wrap-anywhere">
          {booking.title ?? 'Appointment'}
        </p>
        <p className="text-xs text-ink-2">
          <time title={fullTime(booking.starts_at)}>
            {dayLabel(booking.starts_at, now)}, {momentTime(booking.starts_at, booking.starts_at)}
          </time>
          {` · ${humanise(booking.status)}`}
        </p>
      </div>
      {url && (
        <IconButton
          label="Open the booking"
          size="sm"
          side="left"
          onClick={() => void command('app.open_external', { url })}
        >
          <ExternalLink className="size-3.5" />
        </IconButton>
      )}
    </li>
  )
}

export function Deals({ view, now }: WorkProps) {
  const { lead } = view
  const deferred = useApp((state) => state.deferred)
  const deals = view.deals.filter(({ id }) => !deferred.includes(id))
  const canWrite = useCanWrite()
  const showLeadDialog = useApp((state) => state.showLeadDialog)
  const open = deals.filter(({ stage }) => stage?.kind === 'open')
  const sum = total(open.map(({ value_minor: minor, currency }) => ({ minor, currency })))
  const show = (deal_id: string | null) => showLeadDialog({ kind: 'deal', lead_id: lead.id, deal_id })
  return (
    <PanelSection
      id="deals"
      title="Deals"
      count={deals.length}
      mark={sum && <span className="tabular text-xs text-ink-2">{sum} open</span>}
      action={
        canWrite && (
          <IconButton label="New deal" size="sm" side="left" onClick={() => show(null)}>
            <Plus className="size-3.5" />
          </IconButton>
        )
      }
      empty={deals.length === 0 && 'What this customer may buy, with its value.'}
    >
      <ul className="flex flex-col gap-2">
        {deals.map((deal) => (
          <li key={deal.id} className="text-sm">
            <Deal deal={deal} now={now} onOpen={canWrite ? () => show(deal.id) : null} />
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}

/** `onOpen` is null for those who may only read. */
function Deal({ deal, now, onOpen }: { deal: LeadDeal; now: number; onOpen: (() => void) | null }) {
  const isOverdue = isCloseOverdue(deal.expected_close_date, deal.stage, now)
  return (
    <>
      <p className="flex items-baseline gap-2">
        {onOpen ? (
          <button
            type="button"
            dir="auto"
            aria-label={`Edit deal ${deal.name}`}
            onClick={onOpen}
            className="min-w-0 flex-1 rounded-sm text-left wrap-anywhere hover:underline"
          >
            {deal.name}
          </button>
        ) : (
          <span dir="auto" className="min-w-0 flex-1 text-left wrap-anywhere">
            {deal.name}
          </span>
        )}
        <SaveMark state={deal.save_state} />
        <span className="tabular shrink-0 font-medium">{money(deal.value_minor, deal.currency)}</span>
      </p>
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-2">
        {deal.stage && <StageChip stage={deal.stage} />}
        {deal.stage?.kind === 'open' && <span className="tabular">{deal.probability} %</span>}
        {deal.expected_close_date && (
          <span className={cx(isOverdue && 'font-medium text-danger')}>
            {isOverdue && 'Overdue: '}by {dayWords(deal.expected_close_date)}
          </span>
        )}
        {deal.items > 0 && <span>{deal.items === 1 ? '1 item' : `${deal.items} items`}</span>}
      </p>
    </>
  )
}

export function Orders({ view, now }: WorkProps) {
  const { orders, order_count: count } = view
  const counted = orders.filter(({ status }) => status !== 'cancelled' && status !== 'refunded')
  const revenue = total(counted.map(({ total_minor: minor, currency }) => ({ minor, currency })))
  return (
    <PanelSection
      id="orders"
      title="Orders"
      count={count}
      mark={
        revenue && (
          <span className="tabular text-xs text-ink-2">
            {revenue}
            {count > orders.length && ` in the last ${orders.length}`}
          </span>
        )
      }
      empty={count === 0 && 'What this customer has bought in your shop.'}
    >
      <ul className="flex flex-col gap-2">
        {orders.map((order) => (
          <li key={order.id} className="text-sm">
            <p className="flex items-baseline gap-2">
              <span className="min-w-0 flex-1 truncate">{order.order_number}</span>
              <span className="tabular shrink-0 font-medium">{money(order.total_minor, order.currency)}</span>
            </p>
            <p className="text-xs text-ink-2">
              {humanise(order.status)} ·{' '}
              <time title={fullTime(order.ordered_at)}>{dayLabel(order.ordered_at, now)}</time>
            </p>
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
