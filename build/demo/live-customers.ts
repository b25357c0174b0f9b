import type { Sql } from 'postgres'
import type { Platform } from '#shared/domain/vocabulary.ts'
import { Calendar, MINUTE } from './calendar.ts'
import type { CustomerLines } from './carriers.ts'
import { ORGANIZATIONS } from './content/organizations.ts'
import type { DemoBrand, DemoOrganization } from './content/organizations.ts'
import { scriptFor } from './content/scripts.ts'
import { drawFacts } from './facts.ts'
import type { Running } from './live.ts'
import { drawPerson } from './person.ts'
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
  channel: string
  /** Who the customer is on the channel. */
  address: string
  phone: string | null
  full_name: string | null
  platform: Platform
  brand: string
  language: string
  first_name: string | null
  last_name: string | null
  postcode: string | null
  /** Null for somebody who writes for the first time. */
  lead_status: string | null
}

/** Customers who write on their own, and customers who answer, each through the vendor of the channel. */
export function startLiveCustomers(
  sql: Sql,
  lines: CustomerLines,
  random: Random,
  ratePerMinute: number,
  log: (line: string) => void,
): Running {
  const calendars = new Map(LANGUAGES.map((language) => [language, new Calendar(language)]))
  const say: Say = async (place) => {
    const { address: from, phone, full_name: name } = place
    await lines.get(place.channel)?.({ from, phone, name, body: customerText(place, random, calendars) })
  }
  const write = async () => {
    const isNew = random.chance(NEW_CUSTOMERS)
    const place = isNew ? await newCustomer(sql, random) : await knownCustomer(sql, random)
    if (!place) return
    await say(place)
    log(`${place.platform}: a ${isNew ? 'new ' : ''}customer wrote`)
  }
  const since = { at: new Date().toISOString() }
  const answer = () => answerReplies(sql, random, say, since)
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

/** Lets a customer write what fits the place. */
type Say = (place: Place) => Promise<void>

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

/** One of those who wrote last. The web widget asks for a name and a number first. */
async function knownCustomer(sql: Sql, random: Random): Promise<Place | null> {
  const recent = await sql<Place[]>`
    select ch.id as channel, app.dispatch_recipient(l, ch) as address, l.phone_normalized as phone, l.full_name,
      c.platform, b.key as brand, l.first_name, l.last_name, l.postcode, l.lead_status,
      coalesce(l.custom_fields ->> 'language', 'en') as language
    from public.conversations c join public.leads l on l.id = c.lead_id join public.brands b on b.id = l.brand_id
      join public.channels ch on ch.id = c.channel_id
    where c.platform <> 'voice' and l.contact_status <> 'removed' and c.status <> 'archived'
      and app.dispatch_recipient(l, ch) is not null
      and (c.platform <> 'web' or l.phone_normalized is not null and l.full_name is not null)
    order by c.last_message_at desc nulls last limit ${RECENT}`
  return recent.length === 0 ? null : random.pick(recent)
}

async function newCustomer(sql: Sql, random: Random): Promise<Place> {
  const organization = random.pick(ORGANIZATIONS)
  const brand = random.pick(organization.brands)
  const language = random.weighted(brand.languages)
  const index = NEW_INDEX + random.int(0, 80_000_000)
  const person = drawPerson({ language, sector: brand.sector, country: organization.country, index }, random)
  const phone = person.phoneNormalized
  const platform = random.pick<Platform>(phone === null ? ['instagram', 'facebook'] : ['whatsapp', 'sms', 'web'])
  const [channel] = await sql<{ id: string }[]>`
    select ch.id from public.channels ch join public.brands b on b.id = ch.brand_id
    where b.key = ${brand.key} and ch.platform = ${platform}`
  if (!channel) throw new Error(`${brand.name} has no ${platform} channel`)
  return {
    channel: channel.id,
    address: phone ?? person.handle,
    phone,
    full_name: [person.first, person.last].filter(Boolean).join(' ') || 'A visitor',
    platform,
    brand: brand.key,
    language,
    first_name: person.first,
    last_name: person.last,
    postcode: person.postcode,
    lead_status: null,
  }
}

/** Answers some of the replies that reps have written since the last look. `since` keeps the database's microseconds. */
async function answerReplies(sql: Sql, random: Random, say: Say, since: { at: string }): Promise<void> {
  const replied = await sql<(Place & { written: string })[]>`
    select distinct on (c.id) ch.id as channel, app.dispatch_recipient(l, ch) as address, l.phone_normalized as phone,
      l.full_name, c.platform, b.key as brand, l.first_name, l.last_name, l.postcode, l.lead_status,
      coalesce(l.custom_fields ->> 'language', 'en') as language, m.created_at::text as written
    from public.messages m join public.conversations c on c.id = m.conversation_id
      join public.leads l on l.id = c.lead_id join public.brands b on b.id = l.brand_id
      join public.channels ch on ch.id = c.channel_id
    where c.last_message_at > ${since.at}::timestamptz and m.created_at > ${since.at}::timestamptz
      and m.created_at < now() - interval '3 seconds' and m.direction = 'outbound' and m.sender_type = 'agent'
      and m.status in ('sent', 'delivered', 'read') and c.platform <> 'voice'
      and app.dispatch_recipient(l, ch) is not null
      and (c.platform <> 'web' or l.phone_normalized is not null and l.full_name is not null)
    order by c.id, m.created_at desc`
  for (const { written, ...place } of replied) {
    if (random.chance(ANSWERED)) await say(place)
    since.at = Date.parse(written) > Date.parse(since.at) ? written : since.at
  }
}
