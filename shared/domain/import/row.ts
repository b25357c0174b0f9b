/** A row of a file as a lead, or why it cannot be one. */
import { checkLeadField } from '../lead-fields.ts'
import { phoneForms } from '../phone.ts'
import type { IMPORT_FIELDS } from '../vocabulary.ts'
import { orderOfDates, readDate, type DateOrder } from './dates.ts'
import { customNameOf, foldWord, isTargetName, targetOf, type ColumnMapping, type TargetName } from './targets.ts'

/** Why a row was not imported. The server finds the last three, and checks numbers and what is required again. */
export const ROW_FAULTS = [
  'bad_character',
  'too_long',
  'invalid_email',
  'invalid_phone',
  'country_code_missing',
  'foreign_number',
  'invalid_date',
  'unknown_word',
  'required',
  'no_contact',
  'duplicate',
  'duplicate_in_file',
  'belongs_to_colleague',
] as const
export type RowFault = (typeof ROW_FAULTS)[number]

/** What the settings of a list ask of its leads (seed 002). */
export interface RowRules {
  /** ISO 3166 alpha-2: how a number without a country code is read. */
  default_country: string
  required_fields: (typeof IMPORT_FIELDS)[number][]
  /** Off: a number must say its country. */
  auto_normalize_numbers: boolean
  allow_international: boolean
}

/** Where there is no list: whoever can be reached. */
export const RULES_WITHOUT_LIST: Omit<RowRules, 'default_country'> = {
  required_fields: [],
  auto_normalize_numbers: true,
  allow_international: true,
}

/** What becomes of a lead's columns; what is missing is not touched. */
export interface LeadValues {
  [column: string]: string | string[] | Record<string, string>
}

/** A value that keeps its row out: which column of the file, and why. */
export interface ValueFault {
  column: string
  reason: RowFault
}

export type CheckedRow = { ok: true; values: LeadValues } | { ok: false; faults: ValueFault[] }

/** Reads the rows of one file. */
export type RowReader = (cells: readonly string[]) => CheckedRow

interface PlannedColumn {
  at: number
  name: string
  target: TargetName | null
  custom: string | null
  order: DateOrder
}

/** Own fields of one lead together, as the database has it. */
const MOST_CUSTOM = 20_000
const LONGEST_CUSTOM = 5_000

/**
 * How the rows of a file are read.
 * @param columns names, in the order of the file
 * @param sample some rows, by which the order of day and month is told
 */
export function rowReader(
  columns: readonly string[],
  mapping: ColumnMapping,
  rules: RowRules,
  sample: readonly (readonly string[])[],
): RowReader {
  const planned = columns.flatMap((name, at): PlannedColumn[] => {
    const to = mapping[name]
    if (to === undefined) return []
    const told = orderOfDates(sample.map((cells) => cells[at] ?? ''))
    const order = told ?? (rules.default_country === 'US' ? 'mdy' : 'dmy')
    return [{ at, name, target: isTargetName(to) ? to : null, custom: customNameOf(to), order }]
  })
  return (cells) => readRow(cells, planned, rules)
}

function readRow(cells: readonly string[], planned: readonly PlannedColumn[], rules: RowRules): CheckedRow {
  const values: LeadValues = {}
  const custom: Record<string, string> = {}
  const faults: ValueFault[] = []
  for (const column of planned) {
    const typed = plainCell(cells[column.at] ?? '')
    if (typed === '') continue
    const fault = isStorable(typed) ? readInto(values, custom, column, typed, rules) : 'bad_character'
    if (fault) faults.push({ column: column.name, reason: fault })
  }
  if (Object.keys(custom).length > 0) values['custom_fields'] = custom
  if (JSON.stringify(custom).length > MOST_CUSTOM) faults.push({ column: 'custom', reason: 'too_long' })
  if (faults.length === 0) faults.push(...missing(values, rules))
  return faults.length === 0 ? { ok: true, values } : { ok: false, faults }
}

function readInto(
  values: LeadValues,
  custom: Record<string, string>,
  { target, custom: own, order }: PlannedColumn,
  typed: string,
  rules: RowRules,
): RowFault | null {
  if (target === null) {
    if (typed.length > LONGEST_CUSTOM) return 'too_long'
    custom[own ?? ''] = typed
    return null
  }
  const { kind, longest, words } = targetOf(target)
  switch (kind) {
    case 'name':
      return readName(values, typed)
    case 'tags':
      return readTags(values, typed)
    case 'yes_no':
      if (YES.has(foldWord(typed))) values['contact_status'] = 'removed'
      return null
    case 'phone':
      return readPhone(values, target, typed, rules)
    case 'email':
      return readEmail(values, typed)
    default:
      break
  }
  if (longest !== null && typed.length > longest) return 'too_long'
  const value = kind === 'date' ? readDate(typed, order) : kind === 'word' ? words?.get(foldWord(typed)) : typed
  if (!value) return kind === 'date' ? 'invalid_date' : 'unknown_word'
  // "Do not contact" stays, whatever another column says.
  if (values[target] !== 'removed') values[target] = value
  return null
}

const YES = new Set(['yes', 'y', 'true', '1', 'x', 'ja', 'oui', 'si', 'optedout', 'unsubscribed'])

function readPhone(values: LeadValues, target: TargetName, typed: string, rules: RowRules): RowFault | null {
  const number = typed.replace(/^tel:/i, '')
  const forms = phoneForms(number, rules.default_country)
  if (!forms || number.length > 60) return 'invalid_phone'
  if (!rules.auto_normalize_numbers && !/^\s*(\+|00)/.test(number)) return 'country_code_missing'
  if (target === 'phone' && !rules.allow_international && isForeign(forms.e164, rules.default_country)) {
    return 'foreign_number'
  }
  values[target] = forms.international
  return null
}

/** Of another calling code than the organisation's country. */
function isForeign(e164: string, country: string): boolean {
  const national = phoneForms(e164, country)
  return national === null || phoneForms(national.national, country)?.e164 !== e164
}

function readEmail(values: LeadValues, typed: string): RowFault | null {
  const address = /<([^<>]+)>\s*$/.exec(typed)?.[1] ?? typed.replace(/^mailto:/i, '')
  const checked = checkLeadField('email', address, '')
  if (!checked.ok || checked.value === null) return address.length > 320 ? 'too_long' : 'invalid_email'
  values['email'] = checked.value
  return null
}

/** `Ana María López` and `López, Ana María`; names in columns of their own come first. */
function readName(values: LeadValues, typed: string): RowFault | null {
  const [, last, first] = /^([^,]+),\s*([^,]+)$/.exec(typed) ?? []
  const [word, ...rest] = typed.split(/\s+/)
  const name = first && last ? [first, last] : [word ?? '', rest.join(' ')]
  if (name.some((part) => part.length > 200)) return 'too_long'
  values['first_name'] ??= name[0]!
  if (name[1] !== '') values['last_name'] ??= name[1]!
  return null
}

function readTags(values: LeadValues, typed: string): RowFault | null {
  const tags = typed
    .split(/[,;|\n]/)
    .map((tag) => tag.trim().replaceAll(/\s+/g, ' '))
    .filter((tag) => tag !== '')
  if (tags.length > 50 || tags.some(({ length }) => length > 100)) return 'too_long'
  values['tags'] = [...new Set([...(Array.isArray(values['tags']) ? values['tags'] : []), ...tags])]
  return null
}

function missing(values: LeadValues, { required_fields }: RowRules): ValueFault[] {
  if (values['phone'] === undefined && values['email'] === undefined && required_fields.length === 0) {
    return [{ column: 'phone', reason: 'no_contact' }]
  }
  return required_fields
    .filter((field) => values[field] === undefined)
    .map((field) => ({ column: field, reason: 'required' }))
}

/** What a cell says: without what nobody sees around it, and without the marks by which spreadsheets keep text text. */
function plainCell(cell: string): string {
  const trimmed = cell.replaceAll(/^[\s\u200B-\u200D\u2060]+|[\s\u200B-\u200D\u2060]+$/g, '')
  const quoted = /^="([^"]*)"$/.exec(trimmed)?.[1]
  return quoted ?? trimmed.replace(/^'(?=[\d=+@-])/, '')
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed() && !text.includes('\uFFFD')
