/** Leads found by name, company, address, tag, handle, or any part of a phone number. */
import type Sqlite from 'better-sqlite3'
import type { LeadHit } from '#shared/contract/areas/search.ts'
import { matchText, snippetOf } from '#shared/domain/search/match.ts'
import type { Match, Segment } from '#shared/domain/search/match.ts'
import type { Term } from '#shared/domain/search/query.ts'
import { digitsOf, fold } from '#shared/domain/search/tokens.ts'
import type { Connection } from '../connection.ts'
import type { Conditions } from './filters.ts'
import { recency } from './hits.ts'
import type { Ranked } from './hits.ts'
import { tagsOf } from './kinds.ts'
import { Prepared } from './prepared.ts'

interface LeadRow {
  id: string
  label: string | null
  full_name: string | null
  company_name: string | null
  email: string | null
  phone: string | null
  phone_normalized: string | null
  secondary_phone: string | null
  address: string | null
  postcode: string | null
  tags: string
  owner_id: string | null
  stage_name: string | null
  stage_color: string | null
  at: number
  /** The contact point's, where it was found by one. */
  handle: string | null
  platform_user_id: string | null
}

const COLUMNS = `l.id, l.label, l.full_name, l.company_name, l.email, l.phone, l.phone_normalized, l.secondary_phone,
    l.address, l.postcode, l.tags, l.owner_id, s.name as stage_name, s.color as stage_color,
    coalesce(l.last_interaction_at, l.created_at) as at`
const NEWEST_CONVERSATION = 'select id from conversations where lead_id = ? order by at desc limit 1'
const LEADS = `select ${COLUMNS}, null as handle, null as platform_user_id
  from json_each(?) as j cross join leads as l on l.rid = j.value
  left join pipeline_stages as s on s.id = l.pipeline_stage_id where l.merged_into is null`
const CONTACTS = `select ${COLUMNS}, p.handle, p.platform_user_id
  from json_each(?) as j cross join contact_points as p on p.rid = j.value cross join leads as l on l.id = p.lead_id
  left join pipeline_stages as s on s.id = l.pipeline_stage_id where l.merged_into is null`

/** Being somebody's name counts most, being the whole of it more still. */
const WEIGHT = { whole: 2.5, label: 1.5, number: 1.2, other: 0.4 } as const

export class LeadHits {
  readonly #prepared: Prepared
  readonly #newestConversation: Sqlite.Statement<[string], string>

  constructor(cache: Connection) {
    this.#prepared = new Prepared(cache)
    this.#newestConversation = cache.prepare<[string], string>(NEWEST_CONVERSATION).pluck()
  }

  byRow(rids: number[], terms: readonly Term[], conditions: Conditions, now: number): Ranked<LeadHit>[] {
    return this.#prepared.all<LeadRow>(LEADS, conditions, rids).flatMap((row) => this.#hitOf(row, terms, now))
  }

  byContact(rids: number[], terms: readonly Term[], conditions: Conditions, now: number): Ranked<LeadHit>[] {
    return this.#prepared.all<LeadRow>(CONTACTS, conditions, rids).flatMap((row) => this.#hitOf(row, terms, now))
  }

  #hitOf(row: LeadRow, terms: readonly Term[], now: number): Ranked<LeadHit>[] {
    const numbers = [row.phone, row.secondary_phone, row.phone_normalized, row.platform_user_id].filter(isText)
    const texts = [row.label, ...detailsOf(row)].filter(isText)
    const isFound = terms.every(
      (term) => texts.some((text) => matchText(text, [term], true)) || numbers.some((number) => inNumber(number, term)),
    )
    if (!isFound) return []
    const { id, at } = row
    const label = row.label ?? ''
    const rank = weightOf(label, numbers, terms) + recency(at, now)
    return [{ id, at, rank, hit: () => this.#shown(row, label, terms) }]
  }

  #shown(row: LeadRow, label: string, terms: readonly Term[]): LeadHit {
    const { id, owner_id, at, stage_name, stage_color } = row
    const stage = stage_name === null || stage_color === null ? null : { name: stage_name, color: stage_color }
    const conversation_id = this.#newestConversation.get(id) ?? null
    return { id, conversation_id, label: marked(label, terms), detail: detailOf(row, terms), stage, owner_id, at }
  }
}

/** Each lead once, at its best. */
export function distinctLeads(ranked: readonly Ranked<LeadHit>[]): Ranked<LeadHit>[] {
  const byId = new Map<string, Ranked<LeadHit>>()
  for (const one of ranked) {
    const known = byId.get(one.id)
    if (!known || known.rank < one.rank) byId.set(one.id, one)
  }
  return [...byId.values()]
}

const isText = (value: string | null): value is string => value !== null && value !== ''

function detailsOf(row: LeadRow): (string | null)[] {
  return [
    row.phone,
    row.company_name,
    row.email,
    row.handle,
    row.secondary_phone,
    row.address,
    row.postcode,
    ...tagsOf(row.tags),
    row.full_name,
  ]
}

function weightOf(label: string, numbers: readonly string[], terms: readonly Term[]): number {
  const match = matchText(label, terms, true)
  if (match) {
    const isWhole = fold(label) === terms.map(({ tokens }) => tokens.join(' ')).join(' ')
    return isWhole ? WEIGHT.whole : WEIGHT.label + match.relevance
  }
  return terms.some((term) => numbers.some((number) => inNumber(number, term))) ? WEIGHT.number : WEIGHT.other
}

/** What was hit besides the label, else the phone number or whatever tells leads of one name apart. */
function detailOf(row: LeadRow, terms: readonly Term[]): Segment[] {
  const others = [...detailsOf(row), row.phone_normalized, row.platform_user_id]
    .filter(isText)
    .filter((text) => text !== row.label)
  const found = others.find((text) => terms.some((term) => spansIn(text, term).length > 0))
  const shown = found ?? others[0]
  return shown === undefined ? [] : marked(shown, terms)
}

function marked(text: string, terms: readonly Term[]): Segment[] {
  const spans = terms.flatMap((term) => spansIn(text, term)).sort((a, b) => a.start - b.start)
  return snippetOf(text, spans)
}

function spansIn(text: string, term: Term): Match['spans'] {
  const words = matchText(text, [term], true)?.spans
  if (words) return words
  if (term.digits === null) return []
  const places = [...text.matchAll(/\d/g)].map(({ index }) => index)
  const at = places
    .map((place) => text[place])
    .join('')
    .indexOf(term.digits)
  return at < 0 ? [] : [{ start: places[at]!, end: places[at + term.digits.length - 1]! + 1 }]
}

const inNumber = (number: string, { digits }: Term): boolean => digits !== null && digitsOf(number).includes(digits)
