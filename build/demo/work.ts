import { DAY, HOUR, wakingTime } from './calendar.ts'
import { ACTIVITIES, LOST_REASONS, NOTES, NOTE_TITLES, WON_REASONS } from './content/work.ts'
import type { GeneratedConversation } from './conversation.ts'
import { stagesUpTo } from './progress.ts'
import type { Progress } from './progress.ts'
import type { Random } from './random.ts'
import type { DemoRow } from './rows.ts'
import { Slots } from './slots.ts'
import type { Subject } from './slots.ts'
import { compile } from './template.ts'
import { firstName } from './workspace.ts'
import type { Member, Stage, Workspace } from './workspace.ts'

/** What the work on a lead is made from. */
export interface WorkRequest {
  workspace: Workspace
  leadId: string
  subject: Subject
  owner: Member | null
  progress: Progress
  /** First and last moment of the lead's life. */
  from: number
  to: number
  now: number
}

/** A moment between the first and the last, in working time. */
function moment({ from, to }: WorkRequest, random: Random): number {
  return Math.max(from, wakingTime(from + Math.floor((to - from) * random.fraction()), random, true))
}

/** The changes of stage that brought a lead where it is. */
export function stageChanges(request: WorkRequest, random: Random): DemoRow<'stage_changes'>[] {
  const { workspace, from, to } = request
  const stages = stagesUpTo(request.progress).map((name) => stageNamed(workspace.leadStages, name))
  return stages.slice(1).map((stage, index) => {
    const at = from + Math.floor(((to - from) * (index + 1)) / stages.length)
    const automatic = request.owner === null || random.chance(0.6)
    return {
      id: random.uuid(at),
      organization_id: workspace.id,
      lead_id: request.leadId,
      deal_id: null,
      from_stage_id: stages[index]?.id ?? null,
      to_stage_id: stage.id,
      changed_by: automatic ? null : (request.owner?.id ?? null),
      is_automatic: automatic,
      reason: automatic ? `Customer’s answers fit “${stage.name}”` : null,
      created_at: at,
      from_name: null,
      to_name: null,
    }
  })
}

/** @throws when the organisation has no stage of that name. */
export function stageNamed(stages: readonly Stage[], name: string): Stage {
  const stage = stages.find((each) => each.name === name)
  if (!stage) throw new Error(`there is no stage “${name}”`)
  return stage
}

const DEAL_RATE: Partial<Record<Progress, number>> = { qualified: 0.25, intent: 0.75, booked: 0.85, won: 1, lost: 0.3 }
const DEAL_STAGE: Partial<Record<Progress, readonly string[]>> = {
  qualified: ['Prospecting', 'Qualification'],
  intent: ['Qualification', 'Proposal', 'Proposal'],
  booked: ['Proposal', 'Negotiation'],
  won: ['Closed Won'],
  lost: ['Closed Lost'],
}
/** Currencies without minor units. */
const WHOLE_CURRENCIES = new Set(['JPY'])

/** The deal of a lead that has come far enough to have one, with its own change of stage. */
export function dealOf(
  request: WorkRequest,
  random: Random,
): { deals: DemoRow<'deals'>[]; changes: DemoRow<'stage_changes'>[] } {
  const { workspace, progress, subject, owner } = request
  const names = DEAL_STAGE[progress]
  if (!names || !random.chance(DEAL_RATE[progress] ?? 0)) return { deals: [], changes: [] }
  const stage = stageNamed(workspace.dealStages, random.pick(names))
  const first = workspace.dealStages[0]
  const begun = moment(request, random)
  const moved = begun + Math.floor((request.to - begun) * random.fraction())
  const { facts, person } = subject
  const closed = stage.kind !== 'open'
  const deal: DemoRow<'deals'> = {
    id: random.uuid(begun),
    organization_id: workspace.id,
    lead_id: request.leadId,
    name: `${facts.interest}${person.last === null ? '' : `, ${person.last}`}`,
    description: null,
    value_minor: String(WHOLE_CURRENCIES.has(facts.currency) ? facts.value : facts.value * 100),
    currency: facts.currency,
    stage_id: stage.id,
    probability: stage.probability,
    expected_close_date: isoDate(closed ? moved : request.now + random.int(2, 45) * DAY),
    actual_close_date: closed ? isoDate(moved) : null,
    lost_reason: stage.kind === 'lost' ? random.pick(LOST_REASONS) : null,
    won_reason: stage.kind === 'won' ? random.pick(WON_REASONS) : null,
    owner_id: owner?.id ?? null,
    tags: [],
    stage_changed_at: moved,
    created_at: begun,
    updated_at: moved,
    competitor: null,
  }
  if (!first || first.id === stage.id) return { deals: [deal], changes: [] }
  const change: DemoRow<'stage_changes'> = {
    id: random.uuid(moved),
    organization_id: workspace.id,
    lead_id: request.leadId,
    deal_id: deal.id,
    from_stage_id: first.id,
    to_stage_id: stage.id,
    changed_by: owner?.id ?? null,
    is_automatic: owner === null,
    reason: deal.lost_reason ?? deal.won_reason,
    created_at: moved,
    from_name: null,
    to_name: null,
  }
  return { deals: [deal], changes: [change] }
}

function isoDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

export function notesOf(
  request: WorkRequest,
  count: number,
  authors: readonly Member[],
  random: Random,
): DemoRow<'notes'>[] {
  const { workspace, subject } = request
  const slots = new Slots(subject, random)
  const start = random.int(0, 1_000)
  const texts = NOTES[subject.script.sector]
  return Array.from({ length: count }, (_, index) => {
    const at = moment(request, random)
    const author = request.owner && random.chance(0.8) ? request.owner : random.pick(authors)
    slots.begin(at, firstName(author.name))
    const text = texts[(start + index) % texts.length] ?? ''
    return {
      id: random.uuid(at),
      organization_id: workspace.id,
      lead_id: request.leadId,
      deal_id: null,
      title: random.chance(0.35) ? random.pick(NOTE_TITLES) : null,
      body: slots.write(compile(text)),
      type: random.weighted({ general: 62, call_log: 18, meeting_summary: 10, important: 10 }),
      is_pinned: random.chance(0.08),
      tags: [],
      created_by: author.id,
      created_at: at,
      updated_at: at,
    }
  })
}

export function activitiesOf(request: WorkRequest, count: number, random: Random): DemoRow<'activities'>[] {
  const { workspace, subject, owner, now } = request
  const slots = new Slots(subject, random)
  return Array.from({ length: count }, () => {
    const at = moment(request, random)
    slots.begin(at, owner ? firstName(owner.name) : workspace.organization.assistant)
    const type = random.weighted({
      call: 24,
      email: 14,
      meeting: 10,
      task: 26,
      message: 10,
      chatbot_interaction: 6,
      website_visit: 10,
    })
    const byCustomer = type === 'website_visit' || type === 'chatbot_interaction'
    const due = byCustomer ? null : at + random.int(2 * HOUR, 6 * DAY)
    const status = byCustomer ? 'completed' : statusOf(due ?? at, now, random)
    const completed = status === 'completed' ? Math.min(now, due ?? at) : null
    return {
      id: random.uuid(at),
      organization_id: workspace.id,
      lead_id: request.leadId,
      deal_id: null,
      type,
      subject: slots.write(compile(random.pick(ACTIVITIES[type]))),
      description: null,
      status,
      priority: random.weighted({ low: 10, normal: 70, high: 16, urgent: 4 }),
      due_at: due,
      completed_at: completed,
      duration_minutes: type === 'call' || type === 'meeting' ? random.pick([5, 10, 15, 30, 45]) : null,
      message_id: null,
      metadata: {},
      assigned_to: byCustomer ? null : (owner?.id ?? null),
      created_by: byCustomer ? null : (owner?.id ?? null),
      created_at: at,
      updated_at: Math.max(at, completed ?? 0),
    }
  })
}

function statusOf(due: number, now: number, random: Random): string {
  if (due > now) return 'planned'
  if (due > now - 5 * DAY && random.chance(0.2)) return 'planned'
  return random.weighted({ completed: 86, missed: 8, cancelled: 6 })
}

/** Appointments that were agreed in the lead's conversations. */
export function bookingsOf(
  { workspace, leadId }: WorkRequest,
  conversations: readonly GeneratedConversation[],
  random: Random,
): DemoRow<'bookings'>[] {
  return conversations
    .flatMap(({ appointments }) => appointments)
    .map(({ startsAt, agreedAt }) => ({
      id: random.uuid(agreedAt),
      organization_id: workspace.id,
      lead_id: leadId,
      starts_at: startsAt,
      ends_at: startsAt + HOUR,
      title: null,
      status: random.weighted({ confirmed: 78, pending: 13, cancelled: 9 }),
      url: `https://calendar.example/${workspace.organization.slug}/${random.bits().toString(36)}`,
      assigned_to: null,
      cancelled_at: null,
      created_by: null,
      created_at: agreedAt,
      updated_at: agreedAt,
    }))
}
