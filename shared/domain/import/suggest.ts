/** Which column is what: by its name, by its values, and by names that are nearly right. */
import { distance } from 'fastest-levenshtein'
import { phoneForms } from '../phone.ts'
import { readDate } from './dates.ts'
import { TARGETS, foldWord, targetOf, type ColumnMapping, type TargetName } from './targets.ts'

/** A column's values say nothing against a target when this share of them could be of it. */
const FITTING = 0.5
/** Without a telling name, this share has to be. */
const TELLING = 0.8
/** Letters from which on one that is wrong is a slip rather than another word. */
const SLIP_LENGTH = 5

const NAMES = Object.keys(TARGETS) as TargetName[]

interface Column {
  name: string
  folded: string
  values: string[]
}

/**
 * A mapping to begin with: each field of the lead at most once, the other columns as own fields under their names.
 * @param columns names, in the order of the file
 * @param sample some of its rows
 * @param country ISO 3166 alpha-2: how numbers without a country code are read
 */
export function suggestMapping(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
  country: string,
): ColumnMapping {
  const open = columns.map((name, at): Column => {
    const values = sample.map((cells) => (cells[at] ?? '').trim()).filter((value) => value !== '')
    return { name, folded: foldWord(name), values }
  })
  const found = new Map<TargetName, Column>()
  const rounds = [isNamed, isNearlyNamed, tellsItself]
  for (const fits of rounds) {
    for (const name of NAMES) {
      const taken = new Set(found.values())
      const column = found.has(name)
        ? undefined
        : bestOf(
            open.filter((each) => !taken.has(each) && fits(each, name, country)),
            name,
          )
      if (column) found.set(name, column)
    }
  }
  const mapping: ColumnMapping = {}
  const targets = new Map([...found].map(([name, column]) => [column, name]))
  for (const column of open) {
    const target = targets.get(column)
    if (target) mapping[column.name] = target
    else if (column.values.length > 0 && !/^Column \d+$/.test(column.name))
      mapping[column.name] = `custom:${column.name}`
  }
  return mapping
}

/** The column whose name comes first among those that mean it: `Mobile` before `Number`. */
function bestOf(columns: Column[], name: TargetName): Column | undefined {
  const place = ({ folded }: Column) => {
    const at = targetOf(name).headers.indexOf(folded)
    return at === -1 ? Infinity : at
  }
  return columns.toSorted((a, b) => place(a) - place(b))[0]
}

const isNamed = ({ folded, values }: Column, name: TargetName, country: string): boolean =>
  targetOf(name).headers.includes(folded) && (values.length === 0 || share(values, name, country) >= FITTING)

const isNearlyNamed = ({ folded, values }: Column, name: TargetName, country: string): boolean =>
  folded.length >= SLIP_LENGTH &&
  targetOf(name).headers.some((header) => header.length >= SLIP_LENGTH && distance(header, folded) === 1) &&
  share(values, name, country) >= FITTING

const UK_POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i

function tellsItself({ values }: Column, name: TargetName, country: string): boolean {
  if (values.length === 0) return false
  if (name === 'postcode') return values.filter((value) => UK_POSTCODE.test(value)).length / values.length >= TELLING
  if (name === 'phone')
    return (
      share(values.filter(isLongNumber), name, country) * values.filter(isLongNumber).length >= values.length * TELLING
    )
  return name === 'email' && share(values, name, country) >= TELLING
}

/** Eight digits and more: a customer number or an amount has fewer. */
const isLongNumber = (value: string): boolean => value.replaceAll(/\D/g, '').length >= 8

/** What share of a column's values could be of a target. */
function share(values: readonly string[], name: TargetName, country: string): number {
  return values.length === 0 ? 0 : values.filter((value) => couldBe(value, name, country)).length / values.length
}

function couldBe(value: string, name: TargetName, country: string): boolean {
  const { kind, words } = targetOf(name)
  switch (kind) {
    case 'email':
      return /\S@\S+\.\S/.test(value)
    case 'phone':
      return phoneForms(value, country) !== null
    case 'date':
      return readDate(value, 'dmy') !== null || readDate(value, 'mdy') !== null
    case 'word':
      return words?.has(foldWord(value)) ?? false
    default:
      return !/\S@\S+\.\S/.test(value) || name === 'import_notes'
  }
}
