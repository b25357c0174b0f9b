import { PLATFORMS } from '#shared/domain/vocabulary.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { Calendar, DAY, MINUTE, wakingTime } from './calendar.ts'
import { scriptFor } from './content/scripts.ts'
import { generateConversation } from './conversation.ts'
import { drawFacts } from './facts.ts'
import { drawPerson, normalizePhone, otherFormat } from './person.ts'
import type { Person } from './person.ts'
import { leadRow } from './lead-row.ts'
import { furthest } from './progress.ts'
import { Random } from './random.ts'
import type { DemoRow, LeadRows } from './rows.ts'
import type { LanguageCode } from './script.ts'
import { inEnglish } from './slots.ts'
import type { Subject } from './slots.ts'
import { activitiesOf, bookingsOf, dealOf, notesOf, stageChanges } from './work.ts'
import type { WorkRequest } from './work.ts'
import { firstName, sellers } from './workspace.ts'
import type { Member, Workspace } from './workspace.ts'

/** What is asked of one lead; the numbers come from the budgets of the whole. */
export interface LeadRequest {
  workspace: Workspace
  seed: string
  index: number
  now: number
  conversations: number
  /** Messages that the next of its conversations should have, about. */
  nextTarget: (platform: Platform) => number
  /** Told how many messages a conversation turned out to have. */
  spend: (messages: number) => void
  notes: number
  activities: number
  calendars: ReadonlyMap<LanguageCode, Calendar>
  /** The lead before it, which it may be a duplicate of. */
  previous: Lead | null
}

/** A finished lead, with what the next one may take over from it. */
export interface Lead {
  rows: LeadRows
  person: Person
  brandKey: string
  language: LanguageCode
}

const DUPLICATE_RATE = 0.02
const PLATFORM_WEIGHT: Record<Platform, number> = {
  sms: 20,
  whatsapp: 28,
  web: 15,
  voice: 9,
  instagram: 9,
  facebook: 8,
  email: 17,
}

export function generateLead(request: LeadRequest): Lead {
  const { workspace, now } = request
  const random = new Random(request.seed, workspace.organization.slug, request.index)
  const original = request.previous && random.chance(DUPLICATE_RATE) ? duplicable(request.previous) : null
  const place = workspace.brands.find(({ brand }) => brand.key === original?.brandKey) ?? pickBrand(workspace, random)
  const language = original?.language ?? random.weighted(place.brand.languages)
  const { sector, currency } = place.brand
  const country = workspace.organization.country
  const drawn = drawPerson({ language, sector, country, index: request.index }, random)
  const person = original ? duplicateOf(original.person, drawn, country, random) : drawn
  const owner = pickOwner(workspace, request.conversations, random)
  const subject: Subject = {
    script: scriptFor(sector, language),
    person,
    facts: drawFacts(sector, language, currency, random),
    calendar: request.calendars.get(language) ?? new Calendar(language),
    brand: place.brand.name,
    advisor: firstName((owner ?? random.pick(sellers(workspace))).name),
    words: new Map(),
    topics: new Set(),
  }
  const internal = inEnglish(subject, request.calendars)
  const leadId = random.uuid(now - 400 * DAY)
  const platforms = pickPlatforms(person, original !== null, request.conversations, random)
  const conversations = platforms.map((platform) => {
    const assignedTo = pickAssignee(workspace, owner, random)
    const made = generateConversation(
      {
        organizationId: workspace.id,
        leadId,
        channelId: place.channels[platform],
        platform,
        subject,
        internal,
        rep: assignedTo ?? owner,
        assistant: workspace.organization.assistant,
        assignedTo: assignedTo?.id ?? null,
        target: request.nextTarget(platform),
        now,
      },
      random,
    )
    request.spend(made.messages.length)
    return made
  })
  const messages = conversations
    .flatMap((each) => each.messages)
    .sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1))
  const created =
    (messages[0]?.created_at ?? wakingTime(now - random.int(DAY, 300 * DAY), random, false)) - random.int(1, 9) * MINUTE
  const to = messages.at(-1)?.created_at ?? Math.min(now, created + random.int(1, 40) * DAY)
  const progress =
    conversations.length === 0 ? random.pick(['new', 'sequence', 'cold'] as const) : furthest(conversations, now)
  const work: WorkRequest = { workspace, leadId, subject: internal, owner, progress, from: created, to, now }
  const { deals, changes } = dealOf(work, random)
  const lead = leadRow({ work, brandId: place.id, person, original, conversations, messages, language }, random)
  return {
    person,
    brandKey: place.brand.key,
    language,
    rows: {
      leads: [lead],
      contact_points: conversations.map(({ row }) => contactPoint(row, person, random)),
      conversations: conversations.map(({ row }) => row),
      messages,
      deals,
      stage_changes: [...stageChanges(work, random), ...changes],
      activities: activitiesOf(work, request.activities, random),
      notes: notesOf(work, request.notes, sellers(workspace), random),
      bookings: bookingsOf(work, conversations, random),
    },
  }
}

function pickBrand(workspace: Workspace, random: Random): Workspace['brands'][number] {
  const weights = Object.fromEntries(workspace.brands.map(({ brand }, index) => [String(index), brand.weight]))
  const chosen = workspace.brands[Number(random.weighted(weights))]
  if (!chosen) throw new Error('an organisation without brands')
  return chosen
}

function pickOwner(workspace: Workspace, conversations: number, random: Random): Member | null {
  if (random.chance(conversations === 0 ? 0.3 : 0.12)) return null
  const all = sellers(workspace)
  const reps = all.filter(({ role }) => role === 'sales_rep')
  return random.pick(random.chance(0.94) ? reps : all)
}

/** Most conversations are left to the lead's owner; some are given to a colleague by name. */
function pickAssignee(workspace: Workspace, owner: Member | null, random: Random): Member | null {
  if (owner === null) return random.chance(0.25) ? random.pick(sellers(workspace)) : null
  if (random.chance(0.7)) return null
  return random.chance(0.7) ? owner : random.pick(sellers(workspace))
}

function duplicable(previous: Lead): (Lead & { lead: DemoRow<'leads'> }) | null {
  const lead = previous.rows.leads[0]
  return lead?.phone_normalized && lead.duplicate_of === null ? { ...previous, lead } : null
}

/** The same person again, with the number written otherwise and no first channel in common. */
function duplicateOf(person: Person, drawn: Person, country: 'GB' | 'IE', random: Random): Person {
  const phone = otherFormat(person.phoneNormalized ?? '', country, random)
  return {
    ...person,
    last: random.chance(0.3) ? null : person.last,
    phone,
    phoneNormalized: normalizePhone(phone, country),
    email: drawn.email,
    handle: drawn.handle,
    address: null,
  }
}

/** Channels on which the customer can be reached, as many as asked for or as there are. */
function pickPlatforms(person: Person, duplicate: boolean, count: number, random: Random): Platform[] {
  const byPhone = person.phone !== null && !duplicate
  const usable = PLATFORMS.filter((platform) => {
    if (platform === 'sms' || platform === 'whatsapp' || platform === 'voice') return byPhone
    return platform !== 'email' || person.email !== null
  })
  const left = new Set<Platform>(usable)
  const chosen: Platform[] = []
  while (chosen.length < count && left.size > 0) {
    const platform = random.weighted<Platform>(
      Object.fromEntries([...left].map((each) => [each, PLATFORM_WEIGHT[each]])),
    )
    left.delete(platform)
    chosen.push(platform)
  }
  return chosen
}

function contactPoint(
  conversation: DemoRow<'conversations'>,
  person: Person,
  random: Random,
): DemoRow<'contact_points'> {
  const { platform } = conversation
  const address = {
    sms: person.phoneNormalized,
    whatsapp: person.phoneNormalized,
    voice: person.phoneNormalized,
    email: person.email,
    web: `visitor-${random.bits().toString(36)}${random.bits().toString(36)}`,
    instagram: person.handle,
    facebook: `fb-${person.handle}`,
  }[platform as Platform]
  return {
    id: random.uuid(conversation.created_at),
    organization_id: conversation.organization_id,
    lead_id: conversation.lead_id,
    channel_id: conversation.channel_id,
    platform,
    platform_user_id: address ?? person.handle,
    handle: platform === 'instagram' ? `@${person.handle}` : null,
    avatar_url: null,
    ai_enabled: conversation.ai_enabled,
    created_at: conversation.created_at,
    updated_at: conversation.created_at,
  }
}
