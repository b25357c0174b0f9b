import { fullName } from '#shared/domain/lead.ts'
import { DAY, MINUTE, wakingTime } from './calendar.ts'
import { SUMMARIES } from './content/summaries.ts'
import type { GeneratedConversation } from './conversation.ts'
import type { Person } from './person.ts'
import { LEAD_STATES } from './progress.ts'
import type { Progress } from './progress.ts'
import type { Random } from './random.ts'
import type { DemoRow } from './rows.ts'
import { scoreLead } from './score.ts'
import type { LanguageCode } from './script.ts'
import { Slots } from './slots.ts'
import type { Subject } from './slots.ts'
import { compile } from './template.ts'
import { stageNamed } from './work.ts'
import type { WorkRequest } from './work.ts'
import type { Workspace } from './workspace.ts'

const SOURCES = [
  'Website form',
  'Google Ads',
  'Facebook lead ad',
  'Instagram',
  'Referral',
  'Phone call',
  'Partner',
  'Trade fair',
  'Imported list',
]

/** What a lead's own row is put together from. */
export interface LeadParts {
  work: WorkRequest
  brandId: string
  person: Person
  original: { lead: DemoRow<'leads'> } | null
  conversations: readonly GeneratedConversation[]
  /** Of all conversations, in the order of time. */
  messages: readonly DemoRow<'messages'>[]
  language: LanguageCode
}

/** The row of a lead, with what the database's triggers would have derived from its conversations and messages. */
export function leadRow(parts: LeadParts, random: Random): DemoRow<'leads'> {
  const { work, person, conversations, messages, language } = parts
  const { workspace, subject, owner, progress, from, to, now } = work
  const { stage, ...status } = LEAD_STATES[progress]
  const optedOut = conversations.some(({ outcome }) => outcome === 'opted_out')
  const { score, parts: reasons } = scoreLead(progress, messages, now)
  const ours = messages.filter(({ direction, sender_type }) => direction === 'outbound' && sender_type !== 'system')
  const theirs = messages.filter(({ direction }) => direction === 'inbound')
  const lastInbound = theirs.at(-1)
  const open = conversations.some(({ row }) => row.status === 'open')
  const archived = progress === 'cold' && to < now - 200 * DAY && random.chance(0.3)
  return {
    id: work.leadId,
    organization_id: workspace.id,
    brand_id: parts.brandId,
    owner_id: owner?.id ?? null,
    assignee_ids: assignees(conversations),
    dataset_ids: datasetsOf(workspace, progress, random),
    first_name: person.first,
    last_name: person.last,
    full_name: fullName(person.first, person.last),
    company_name: person.buysForFirm ? person.firm : null,
    email: person.email,
    phone: person.phone,
    phone_normalized: person.phoneNormalized,
    secondary_phone: null,
    address: person.address,
    postcode: random.chance(0.7) ? person.postcode : null,
    avatar_url: null,
    first_touchpoint: messages[0]?.platform ?? null,
    last_touchpoint: messages.at(-1)?.platform ?? null,
    first_contact_at: ours[0]?.created_at ?? null,
    last_contact_at: ours.at(-1)?.created_at ?? null,
    last_interaction_at: messages.at(-1)?.created_at ?? null,
    latest_reply: lastInbound?.body ?? null,
    source: random.pick(SOURCES),
    pipeline_stage_id: stageNamed(workspace.leadStages, stage).id,
    sub_stage: null,
    stage_override: random.chance(0.04),
    ...status,
    sentiment: conversations.find(({ row }) => row.sentiment !== null)?.row.sentiment ?? null,
    lead_score: score,
    score_breakdown: reasons,
    last_scored_at: messages.length > 0 ? to : null,
    is_active_chat: open && lastInbound !== undefined && lastInbound.created_at > now - 30 * MINUTE,
    conversation_summary: messages.length < 4 ? null : summaryOf(subject, progress, to, random),
    message_count: messages.length,
    ai_enabled: !optedOut && !conversations.some(({ row }) => !row.ai_enabled),
    tags: pickTags(workspace, progress, random),
    consents: optedOut ? { marketing: { granted: false, at: new Date(to).toISOString(), how: 'keyword' } } : {},
    custom_fields: { language, interest: subject.facts.interest },
    next_follow_up_at: followUp(progress, now, random),
    converted_at: progress === 'won' ? to : null,
    archived_at: archived ? Math.min(now, to + 90 * DAY) : null,
    merged_into: null,
    duplicate_of: parts.original?.lead.id ?? null,
    created_at: from,
    updated_at: Math.max(from, to),
  }
}

function assignees(conversations: readonly GeneratedConversation[]): string[] {
  const ids = conversations.map(({ row }) => row.assigned_to).filter((id) => id !== null)
  return [...new Set(ids)].sort()
}

function summaryOf(subject: Subject, progress: Progress, at: number, random: Random): string {
  const slots = new Slots(subject, random)
  slots.begin(at, subject.advisor)
  const { about, now } = SUMMARIES
  return slots.write(compile(`${random.pick(about[subject.script.sector])} ${random.pick(now[progress])}`))
}

function pickTags(workspace: Workspace, progress: Progress, random: Random): string[] {
  const count = random.weighted({ 0: 55, 1: 28, 2: 13, 3: 4 })
  const drawn = Array.from({ length: Number(count) }, () => random.pick(workspace.tags).name)
  if (progress === 'intent' && random.chance(0.3)) drawn.push('hot')
  return [...new Set(drawn)].sort()
}

/** Those whom we write to first come from imported lists. */
function datasetsOf(workspace: Workspace, progress: Progress, random: Random): string[] {
  const listed = progress === 'sequence' || progress === 'cold' ? 0.7 : 0.06
  return random.chance(listed) ? [random.pick(workspace.datasets).id] : []
}

function followUp(progress: Progress, now: number, random: Random): number | null {
  const active = progress === 'engaged' || progress === 'qualified' || progress === 'intent' || progress === 'booked'
  return active && random.chance(0.4) ? wakingTime(now + random.int(-3 * DAY, 8 * DAY), random, true) : null
}
