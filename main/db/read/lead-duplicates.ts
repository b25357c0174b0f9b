import type { DuplicateReason, LeadMatch } from '#shared/contract/lead-models.ts'
import { normalisePhone } from '#shared/domain/phone.ts'
import { areSimilarNames } from '#shared/domain/similar-names.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'

interface Candidate {
  id: string
  brand_id: string
  label: string | null
  full_name: string | null
  company_name: string | null
  phone: string | null
  phone_normalized: string | null
  secondary_phone: string | null
  email: string | null
  postcode: string | null
  owner_id: string | null
  merged_into: string | null
  phone_tail: string | null
  second_phone_tail: string | null
  email_key: string | null
  postcode_key: string | null
}

/** Suggestions shown; more are no suggestions. */
const MOST = 10
/** Candidates looked at for one key: a switchboard's number or a city's postcode can be that of many. */
const CANDIDATES = 200

const COLUMNS = `id, brand_id, label, full_name, company_name, phone, phone_normalized, secondary_phone, email, postcode,
  owner_id, merged_into, phone_tail, second_phone_tail, email_key, postcode_key`

/** What two leads are compared by. */
interface Sought {
  id: string | null
  brand_id: string | null
  /** In E.164. */
  phones: ReadonlySet<string>
  tails: readonly string[]
  email_key: string | null
  postcode_key: string | null
  full_name: string | null
}

/** Finds, by index, the leads that share a key, and keeps those that really match. */
function finder(db: Connection): { country: () => string; find: (sought: Sought) => LeadMatch[] } {
  const by = (column: string) =>
    db.prepare<[string], Candidate>(`select ${COLUMNS} from leads where ${column} = ? limit ${CANDIDATES}`)
  const byPhone = by('phone_normalized')
  const byTail = by('phone_tail')
  const bySecondTail = by('second_phone_tail')
  const byEmail = by('email_key')
  const byPostcode = by('postcode_key')
  const conversation = db
    .prepare<[string], string>('select id from conversations where lead_id = ? order by at desc limit 1')
    .pluck()
  const home = db.prepare<[], string>('select default_country from organizations limit 1').pluck()
  const country = () => home.get() ?? 'GB'

  const candidates = ({ phones, tails, email_key, postcode_key, full_name }: Sought): Candidate[] => [
    ...[...phones].flatMap((phone) => byPhone.all(phone)),
    ...tails.flatMap((tail) => [...byTail.all(tail), ...bySecondTail.all(tail)]),
    ...(email_key === null ? [] : byEmail.all(email_key)),
    ...(postcode_key === null || full_name === null ? [] : byPostcode.all(postcode_key)),
  ]

  const find = (sought: Sought): LeadMatch[] => {
    const home = country()
    const found = new Map<string, LeadMatch>()
    for (const other of candidates(sought)) {
      if (other.id === sought.id || other.merged_into !== null || found.has(other.id)) continue
      // Leads of different brands stay apart.
      if (sought.brand_id !== null && other.brand_id !== sought.brand_id) continue
      const reasons = reasonsOf(sought, other, home)
      if (reasons.length === 0) continue
      found.set(other.id, matchOf(other, reasons, conversation.get(other.id) ?? null))
      if (found.size === MOST) break
    }
    return [...found.values()].toSorted((a, b) => b.reasons.length - a.reasons.length)
  }
  return { country, find }
}

function reasonsOf(sought: Sought, other: Candidate, country: string): DuplicateReason[] {
  const reasons: DuplicateReason[] = []
  if ([...phonesOf(other, country)].some((phone) => sought.phones.has(phone))) reasons.push('phone')
  if (sought.email_key !== null && sought.email_key === other.email_key) reasons.push('email')
  const isSameName =
    sought.postcode_key !== null &&
    sought.postcode_key === other.postcode_key &&
    areSimilarNames(sought.full_name ?? '', other.full_name ?? '')
  return isSameName ? [...reasons, 'name'] : reasons
}

function phonesOf(
  lead: Pick<Candidate, 'phone' | 'phone_normalized' | 'secondary_phone'>,
  country: string,
): Set<string> {
  const { phone, phone_normalized, secondary_phone } = lead
  const first = phone_normalized ?? (phone && normalisePhone(phone, country))
  const second = secondary_phone && normalisePhone(secondary_phone, country)
  return new Set([first, second].filter((number): number is string => Boolean(number)))
}

function matchOf(found: Candidate, reasons: DuplicateReason[], conversation_id: string | null): LeadMatch {
  const { id: lead_id, brand_id, label, company_name, phone, email, postcode, owner_id } = found
  return { lead_id, brand_id, label, company_name, phone, email, postcode, owner_id, conversation_id, reasons }
}

/** Leads that may be the same customer as this one, the likeliest first; none for a lead that was merged. */
export function leadDuplicates(db: Connection): (input: ReadInput<'lead.duplicates'>) => LeadMatch[] {
  const { country, find } = finder(db)
  const lead = db.prepare<[string], Candidate>(`select ${COLUMNS} from leads where id = ?`)
  return ({ lead_id }) => {
    const found = lead.get(lead_id)
    if (!found || found.merged_into !== null) return []
    const tails = [found.phone_tail, found.second_phone_tail].filter((tail) => tail !== null)
    return find({ ...found, phones: phonesOf(found, country()), tails })
  }
}

/** The end of a number by which the cache's index knows it, in every form that it may be written in. */
const TAIL = 7

/** Leads that have this number or address already. */
export function leadMatches(db: Connection): (input: ReadInput<'lead.matches'>) => LeadMatch[] {
  const { country, find } = finder(db)
  return ({ phone, email }) => {
    const number = phone === null ? null : normalisePhone(phone, country())
    return find({
      id: null,
      brand_id: null,
      phones: new Set(number === null ? [] : [number]),
      tails: number === null ? [] : [number.slice(-TAIL)],
      email_key: email?.trim().toLowerCase() || null,
      postcode_key: null,
      full_name: null,
    })
  }
}
