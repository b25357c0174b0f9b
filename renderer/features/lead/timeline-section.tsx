import { Bot, CalendarDays, CircleDollarSign, MessageSquare, Milestone, Phone, StickyNote } from 'lucide-react'
import { useState } from 'react'
import { useTeam } from '../../actions/use-team.ts'
import { useLiveOf } from '../../bridge/use-live.ts'
import { leadLink } from '../../format/lead-link.ts'
import { fullTime, momentTime } from '../../format/time.ts'
import { PLATFORM_NAMES } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { CopyButton } from './copy-button.tsx'
import { PanelSection } from './panel-section.tsx'
import { LEAD_EVENT_KINDS, type LeadEvent, type LeadEventKind } from '#shared/contract/lead-models.ts'

const KINDS: Record<LeadEventKind, { many: string; one: string; icon: typeof Bot }> = {
  message: { many: 'Messages', one: 'Message', icon: MessageSquare },
  call: { many: 'Calls', one: 'Call', icon: Phone },
  note: { many: 'Notes', one: 'Note', icon: StickyNote },
  stage: { many: 'Stages', one: 'Stage', icon: Milestone },
  ai: { many: 'AI', one: 'AI', icon: Bot },
  booking: { many: 'Bookings', one: 'Booking', icon: CalendarDays },
  deal: { many: 'Deals', one: 'Deal', icon: CircleDollarSign },
}

/** Events shown at first, then as the rep asks for more; the last is the contract's limit. */
const LIMITS = [20, 100, 400, 1000]

/** What happened with the lead on every channel, newest first, by kind where the rep wants less. */
export function TimelineSection({ leadId, now }: { leadId: string; now: number }) {
  const [kind, setKind] = useState<LeadEventKind | null>(null)
  const [page, setPage] = useState(0)
  const { value } = useLiveOf(
    'lead.timeline',
    { lead_id: leadId, kinds: kind === null ? [...LEAD_EVENT_KINDS] : [kind], limit: LIMITS[page] ?? 1000 },
    `${leadId} ${kind ?? 'all'}`,
  )
  const show = (next: LeadEventKind | null) => {
    setKind(next)
    setPage(0)
  }
  const isEmpty = value !== undefined && value.events.length === 0
  return (
    <PanelSection id="timeline" title="Timeline">
      <fieldset className="mb-1 flex flex-wrap gap-1">
        <legend className="sr-only">Show</legend>
        {([null, ...LEAD_EVENT_KINDS] as const).map((choice) => (
          <button
            key={choice ?? 'all'}
            type="button"
            aria-pressed={choice === kind}
            onClick={() => show(choice)}
            className={cx(
              'h-6 rounded-full border px-2 text-xs',
              choice === kind
                ? 'border-accent bg-accent-soft text-accent-ink'
                : 'border-line text-ink-2 hover:bg-hover',
            )}
          >
            {choice === null ? 'All' : KINDS[choice].many}
          </button>
        ))}
      </fieldset>
      {isEmpty && (
        <p className="text-sm text-ink-3">
          {kind === null
            ? 'What happens with this customer, on every channel.'
            : `${KINDS[kind].many} of this customer, once there are some.`}
        </p>
      )}
      <ol>
        {value?.events.map((event) => (
          <Event key={`${event.kind} ${event.id}`} event={event} leadId={leadId} now={now} />
        ))}
      </ol>
      {value?.has_older && page < LIMITS.length - 1 && (
        <Button tone="ghost" size="sm" className="-ml-2" onClick={() => setPage(page + 1)}>
          Show older
        </Button>
      )}
    </PanelSection>
  )
}

function Event({ event, leadId, now }: { event: LeadEvent; leadId: string; now: number }) {
  const { nameOf } = useTeam()
  const openMessage = useApp((state) => state.openMessage)
  const { icon: Icon, one } = KINDS[event.kind]
  const { conversation_id, id } = event
  const who = event.inbound ? 'Customer' : event.by ? nameOf(event.by) : event.automatic ? whoActs(event) : null
  const message = conversation_id ? { conversation_id, message_id: id } : null
  const text = event.text || one
  return (
    <li className="group -mx-2 flex items-start gap-2 rounded-md py-1 pr-1 pl-2 text-sm hover:bg-hover">
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        {message ? (
          <button
            type="button"
            dir="auto"
            className="line-clamp-2 w-full rounded-sm text-left wrap-anywhere hover:underline"
            onClick={() => openMessage(message.conversation_id, message.message_id)}
          >
            {text}
          </button>
        ) : (
          <p dir="auto" className="line-clamp-2 text-left wrap-anywhere">
            {text}
          </p>
        )}
        <p className="text-xs text-ink-3">
          {[...new Set([one, event.platform && PLATFORM_NAMES[event.platform], who])].filter(Boolean).join(' · ')}
          {' · '}
          <time title={fullTime(event.at)}>{momentTime(event.at, now)}</time>
          {event.waiting && ' · Saved here, not sent yet'}
        </p>
      </div>
      {message && <CopyButton what="link" value={leadLink({ lead_id: leadId, message })} />}
    </li>
  )
}

const whoActs = ({ kind }: LeadEvent): string => (kind === 'stage' ? 'by rule' : 'automatic')
