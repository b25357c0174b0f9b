import type { GeneratedConversation } from './conversation.ts'
import { DAY } from './calendar.ts'

/** How far a lead has come, in the order of the sale; the last three leave it. */
export type Progress = 'cold' | 'sequence' | 'new' | 'engaged' | 'qualified' | 'intent' | 'booked' | 'won' | 'lost'

const ORDER: readonly Progress[] = [
  'cold',
  'sequence',
  'new',
  'engaged',
  'qualified',
  'intent',
  'booked',
  'lost',
  'won',
]

/** The columns of a lead that say in different words how far it has come. */
export interface LeadState {
  stage: string
  contact_status: string
  lead_status: string
  lifecycle_stage: string
  client_type: string
  temperature: string | null
}

const state = (
  stage: string,
  contact_status: string,
  lead_status: string,
  lifecycle_stage: string,
  client_type: string,
  temperature: string | null,
): LeadState => ({ stage, contact_status, lead_status, lifecycle_stage, client_type, temperature })

export const LEAD_STATES: Record<Progress, LeadState> = {
  cold: state('Cold', 'cold', 'contacted', 'lead', 'inactive', 'cold'),
  sequence: state('In Sequence', 'contacted_1', 'contacted', 'lead', 'lead', 'cold'),
  new: state('New', 'ready', 'new', 'lead', 'lead', null),
  engaged: state('Engaged', 'warm', 'contacted', 'mql', 'lead', 'warm'),
  qualified: state('Qualified', 'warm', 'qualified', 'sql', 'prospect', 'warm'),
  intent: state('High Intent', 'hot', 'follow_up', 'opportunity', 'prospect', 'hot'),
  booked: state('Booking Made', 'call_booked', 'qualified', 'opportunity', 'prospect', 'hot'),
  won: state('Converted', 'converted', 'converted', 'customer', 'customer', 'warm'),
  lost: state('Closed Lost', 'removed', 'lost', 'lead', 'inactive', 'cold'),
}

/** The stages that a lead has passed on its way, the present one last. */
export function stagesUpTo(progress: Progress): string[] {
  const way: readonly Progress[] = ['new', 'engaged', 'qualified', 'intent', 'booked', 'won']
  const place = way.indexOf(progress)
  const passed =
    place >= 0
      ? way.slice(0, place + 1)
      : progress === 'lost'
        ? (['new', 'engaged', 'lost'] as const)
        : (['new', progress] as const)
  return passed.map((each) => LEAD_STATES[each].stage)
}

/** The furthest of a lead's conversations. */
export function furthest(conversations: readonly GeneratedConversation[], now: number): Progress {
  const places = conversations.map((each) => ORDER.indexOf(progressOf(each, now)))
  return ORDER[Math.max(...places)] ?? 'new'
}

function progressOf({ outcome, reached, row }: GeneratedConversation, now: number): Progress {
  const old = (row.last_message_at ?? 0) < now - 45 * DAY
  if (outcome === 'won') return 'won'
  if (outcome === 'lost' || outcome === 'opted_out') return 'lost'
  if (outcome === 'booked') return 'booked'
  if (outcome === 'cold') return old ? 'cold' : 'sequence'
  if (outcome === 'untouched') return 'new'
  if (outcome === 'silent' && old) return 'cold'
  if (reached === 'booking') return 'intent'
  if (reached === 'quote' || reached === 'objection' || reached === 'nudge') return 'intent'
  if (reached === 'qualify' || reached === 'question') return 'qualified'
  return reached === 'outreach' ? 'sequence' : 'engaged'
}
