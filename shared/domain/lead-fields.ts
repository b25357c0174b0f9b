/** What a rep may type into the fields of a lead, and what is kept of it. */
import { phoneForms } from './phone.ts'

/** The fields that are one line of text. */
export const LEAD_TEXT_FIELDS = [
  'first_name',
  'last_name',
  'company_name',
  'email',
  'phone',
  'secondary_phone',
  'address',
  'postcode',
  'source',
] as const
export type LeadTextField = (typeof LEAD_TEXT_FIELDS)[number]

/** Characters, as `leadFieldsSchema` and the database have it. */
const LONGEST: Record<LeadTextField, number> = {
  first_name: 200,
  last_name: 200,
  company_name: 300,
  email: 320,
  phone: 60,
  secondary_phone: 60,
  address: 1_000,
  postcode: 20,
  source: 200,
}

/** Either what is kept (null: the field is empty), or one sentence about what is wrong. */
export type Checked<T> = { ok: true; value: T } | { ok: false; error: string }

/** Something before and after one @, and a dot after it: what mail servers of today deliver to. */
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

/**
 * Checks a line of text for a field of a lead. Numbers are kept in their international form.
 * @param country ISO 3166 alpha-2: how a number without a country code is read
 */
export function checkLeadField(field: LeadTextField, typed: string, country: string): Checked<string | null> {
  const value = typed.trim()
  if (value === '') return { ok: true, value: null }
  if (value.includes('\0') || !value.isWellFormed()) {
    return { ok: false, error: 'This holds a character that cannot be stored.' }
  }
  if (value.length > LONGEST[field]) {
    return { ok: false, error: `At most ${LONGEST[field]} characters; this has ${value.length}.` }
  }
  if (field === 'email' && !EMAIL.test(value)) {
    return { ok: false, error: 'This is not an e-mail address, such as name@example.com.' }
  }
  if (field !== 'phone' && field !== 'secondary_phone') return { ok: true, value }
  const forms = phoneForms(value, country)
  return forms
    ? { ok: true, value: forms.international }
    : { ok: false, error: 'This is not a phone number. Write it with its country code, such as +44 20 7946 0958.' }
}

export type CustomType = 'text' | 'number' | 'yes_no' | 'other'

/** How a field of the organisation's own is edited: by what it holds. `other` (lists and the like) is only shown. */
export function customType(value: unknown): CustomType {
  if (value === null || typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'yes_no' : 'other'
}

/** Checks what was typed into a field of the organisation's own. */
export function checkCustomField(type: 'text' | 'number', typed: string): Checked<string | number | null> {
  const value = typed.trim()
  if (value === '') return { ok: true, value: null }
  if (value.includes('\0') || !value.isWellFormed()) {
    return { ok: false, error: 'This holds a character that cannot be stored.' }
  }
  if (type === 'text') {
    return value.length <= 5_000
      ? { ok: true, value }
      : { ok: false, error: `At most 5,000 characters; this has ${value.length}.` }
  }
  const number = Number(value)
  return Number.isFinite(number)
    ? { ok: true, value: number }
    : { ok: false, error: 'This field holds a number, such as 12 or 3.5.' }
}

const CUSTOM_NAME = /^[^\0]{1,100}$/

/** Checks the name of a new field of the organisation's own. */
export function checkCustomName(typed: string, taken: readonly string[]): Checked<string> {
  const value = typed.trim()
  if (!CUSTOM_NAME.test(value) || !value.isWellFormed()) {
    return { ok: false, error: 'A field needs a name of at most 100 characters.' }
  }
  return taken.includes(value) ? { ok: false, error: 'This lead has a field of this name.' } : { ok: true, value }
}

/** Checks a tag: a word or a few, without those the lead has. */
export function checkTag(typed: string, taken: readonly string[]): Checked<string> {
  const value = typed.trim().replaceAll(/\s+/g, ' ')
  if (value === '' || value.includes('\0') || !value.isWellFormed()) return { ok: false, error: 'Type a tag.' }
  if (value.length > 100) return { ok: false, error: 'A tag has at most 100 characters.' }
  return taken.includes(value) ? { ok: false, error: 'This tag is there already.' } : { ok: true, value }
}
