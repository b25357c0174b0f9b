import type { Sql, TransactionSql } from 'postgres'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { Calendar, MINUTE } from './calendar.ts'
import { ORGANIZATIONS } from './content/organizations.ts'
import type { DemoBrand, DemoOrganization } from './content/organizations.ts'
import { scriptFor } from './content/scripts.ts'
import { drawFacts } from './facts.ts'
import type { Running } from './live.ts'
import { drawPerson } from './person.ts'
import type { Person } from './person.ts'
import { startPulse } from './pulse.ts'
import type { Random } from './random.ts'
import { LANGUAGES } from './script.ts'
import type { BeatKind, LanguageCode } from './script.ts'
import { Slots } from './slots.ts'
import { slotsOf } from './template.ts'
import { firstName } from './workspace.ts'

/** New customers among those who write. */
const NEW_CUSTOMERS = 0.15
/** Conversations that customers go on with: the latest so many. */
const RECENT = 200
/** How often we look for a rep's reply that a customer might answer, milliseconds. */
const LISTEN = 1_500
/** Replies that customers answer at once. */
const ANSWERED = 0.6
/** Numbers of new customers begin here, far above those of the seed. */
const NEW_INDEX = 10_000_000

interface Place {
  conversation: string
  lead: string
  platform: Platform
  brand: string
  language: string
  first_name: string | null
  last_name: string | null
  postcode: string | null
  /** Null for somebody who writes for the first time. */
  lead_status: string | null
}

/** Customers who write on their own, and customers who answer. */
export function startLiveCustomers(
  sql: Sql,
  random: Random,
  ratePerMinute: number,
  log: (line: string) => void,
): Running {
  const calendars = new Map(LANGUAGES.map((language) => [language, new Calendar(language)]))
  const write = async () => {
    const said = await sql.begin((transaction) =>
      random.chance(NEW_CUSTOMERS)
        ? newCustomer(transaction, random, calendars)
        : knownCustomer(transaction, random, calendars),
    )
    if (said !== null) log(said)
  }
  const since = { at: new Date().toISOString() }
  const answer = () => answerReplies(sql, random, calendars, since)
  // Arrivals that do not know of one another: the pauses between them are exponential.
  const pause = () => (-Math.log(1 - random.fraction()) * MINUTE) / ratePerMinute
  const parts = [startPulse('customer', pause, write, log), startPulse('answer', () => LISTEN, answer, log)]
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()))
    },
  }
}

type Calendars = ReadonlyMap<LanguageCode, Calendar>

function brandOf(key: string): { brand: DemoBrand; organization: DemoOrganization } {
  for (const organization of ORGANIZATIONS) {
    const brand = organization.brands.find((each) => each.key === key)
    if (brand) return { brand, organization }
  }
  throw new Error(`no demo brand has the key ${key}`)
}

/** What lines of known customers may speak of: nothing that an earlier conversation has said otherwise. */
const NEUTRAL: ReadonlySet<string> = new Set(['hi', 'day', 'day2', 'date', 'time', 'time2', 'month'])

/** A text that a new customer, or one in that state, might write. */
function customerText(place: Place, random: Random, calendars: Calendars): string {
  const { brand, organization } = brandOf(place.brand)
  const language = LANGUAGES.find((each) => each === place.language) ?? 'en'
  const script = scriptFor(brand.sector, language in brand.languages ? language : 'en')
  const lines = kindsFor(place.lead_status)
    .flatMap((kind) => script.beats[kind])
    .map((beat) => beat.lines[0])
    .filter((line) => line?.inbound === true)
    .filter(
      (line) => place.lead_status === null || (line?.text && slotsOf(line.text).every((slot) => NEUTRAL.has(slot))),
    )
  const request = { language: script.language, sector: brand.sector, country: organization.country, index: NEW_INDEX }
  const drawn = drawPerson(request, random)
  const rep = organization.people.find(({ role }) => role === 'sales_rep')
  const advisor = firstName(rep?.name ?? organization.assistant)
  const slots = new Slots(
    {
      script,
      person: { ...drawn, first: place.first_name, last: place.last_name, postcode: place.postcode ?? drawn.postcode },
      facts: drawFacts(brand.sector, script.language, brand.currency, random),
      calendar: calendars.get(script.language) ?? new Calendar(script.language),
      brand: brand.name,
      advisor,
      words: new Map(),
      topics: new Set(),
    },
    random,
  )
  slots.begin(Date.now(), advisor)
  const line = random.pick(lines)
  if (!line) throw new Error('nobody has anything to say')
  return slots.write(line.text)
}

function kindsFor(leadStatus: string | null): readonly BeatKind[] {
  if (leadStatus === null) return ['enquiry']
  return leadStatus === 'converted' ? ['aftercare'] : ['question', 'objection']
}

async function receive(transaction: TransactionSql, conversation: string, lead: string, body: string): Promise<void> {
  await transaction`
    insert into public.messages (conversation_id, lead_id, direction, sender_type, body, status, sent_at,
      platform_timestamp, organization_id, platform)
    select c.id, ${lead}, 'inbound', 'customer', ${body}, 'received', now(), now(), c.organization_id, c.platform
    from public.conversations c where c.id = ${conversation}`
}

async function knownCustomer(
  transaction: TransactionSql,
  random: Random,
  calendars: Calendars,
): Promise<string | null> {
  const recent = await transaction<Place[]>`
    select c.id as conversation, c.lead_id as lead, c.platform, b.key as brand, l.first_name, l.last_name, l.postcode, l.lead_status,
      coalesce(l.custom_fields ->> 'language', 'en') as language
    from public.conversations c join public.leads l on l.id = c.lead_id join public.brands b on b.id = l.brand_id
    where c.platform <> 'voice' and l.contact_status <> 'removed' and c.status <> 'archived'
    order by c.last_message_at desc nulls last limit ${RECENT}`
  if (recent.length === 0) return null
  const place = random.pick(recent)
  const body = customerText(place, random, calendars)
  await receive(transaction, place.conversation, place.lead, body)
  return `${place.platform}: a customer wrote`
}

async function newCustomer(transaction: TransactionSql, random: Random, calendars: Calendars): Promise<string> {
  const organization = random.pick(ORGANIZATIONS)
  const brand = random.pick(organization.brands)
  const language = random.weighted(brand.languages)
  const index = NEW_INDEX + random.int(0, 80_000_000)
  const person = drawPerson({ language, sector: brand.sector, country: organization.country, index }, random)
  const platform = random.pick<Platform>(
    person.phone === null ? ['web', 'instagram', 'facebook'] : ['whatsapp', 'sms', 'web'],
  )
  const lead = await insertLead(transaction, brand.key, language, person)
  const [conversation] = await transaction<{ id: string }[]>`
    with channel as (
      select ch.* from public.channels ch join public.brands b on b.id = ch.brand_id
      where b.key = ${brand.key} and ch.platform = ${platform}
    ), point as (
      insert into public.contact_points (organization_id, lead_id, channel_id, platform, platform_user_id)
      select organization_id, ${lead}, id, platform, ${person.phoneNormalized ?? person.handle} from channel
    )
    insert into public.conversations (organization_id, lead_id, channel_id, platform)
    select organization_id, ${lead}, id, platform from channel returning id`
  if (!conversation) throw new Error(`${brand.name} has no ${platform} channel`)
  const place: Place = {
    conversation: conversation.id,
    lead,
    platform,
    brand: brand.key,
    language,
    first_name: person.first,
    last_name: person.last,
    postcode: person.postcode,
    lead_status: null,
  }
  await receive(transaction, conversation.id, lead, customerText(place, random, calendars))
  return `${platform}: a new customer wrote`
}

async function insertLead(
  transaction: TransactionSql,
  brandKey: string,
  language: LanguageCode,
  person: Person,
): Promise<string> {
  const [lead] = await transaction<{ id: string }[]>`
    insert into public.leads (organization_id, brand_id, first_name, last_name, phone, email, postcode, source,
      custom_fields)
    select b.organization_id, b.id, ${person.first}, ${person.last}, ${person.phone}, ${person.email},
      ${person.postcode}, 'Website form', jsonb_build_object('language', ${language}::text)
    from public.brands b where b.key = ${brandKey} returning id`
  if (!lead) throw new Error(`the database has no brand ${brandKey}`)
  return lead.id
}

/** Answers some of the replies that reps have written since the last look. `since` keeps the database's microseconds. */
async function answerReplies(sql: Sql, random: Random, calendars: Calendars, since: { at: string }): Promise<void> {
  await sql.begin(async (transaction) => {
    const replied = await transaction<(Place & { written: string })[]>`
      select distinct on (c.id) c.id as conversation, c.lead_id as lead, c.platform, b.key as brand, l.first_name,
        l.last_name, l.postcode, l.lead_status, coalesce(l.custom_fields ->> 'language', 'en') as language, m.created_at::text as written
      from public.messages m join public.conversations c on c.id = m.conversation_id
        join public.leads l on l.id = c.lead_id join public.brands b on b.id = l.brand_id
      where c.last_message_at > ${since.at}::timestamptz and m.created_at > ${since.at}::timestamptz
        and m.created_at < now() - interval '3 seconds' and m.direction = 'outbound'
        and m.sender_type = 'agent' and c.platform <> 'voice'
      order by c.id, m.created_at desc`
    let latest = since.at
    for (const { written, ...place } of replied) {
      latest = Date.parse(written) > Date.parse(latest) ? written : latest
      if (!random.chance(ANSWERED)) continue
      const body = customerText(place, random, calendars)
      await receive(transaction, place.conversation, place.lead, body)
    }
    since.at = latest
  })
}
