/** Which row of a table names its columns, and what they are called. */

/** Rows before the header: titles, dates of an export, blank lines. */
const MOST_BEFORE = 20

/** A value rather than a name: an address, a number, a date, an amount. */
const VALUE = /@|https?:|^[+(]?[\d\s().,:/€$£%+-]*\d[\d\s().,:/€$£%+-]*$/

export interface Header {
  /** Of the row among those given; -1 where no row names the columns. */
  index: number
  /** Each name once. */
  columns: string[]
}

/**
 * Finds the header: the first row of names that is about as wide as the rows are.
 * @param rows the first rows of a table that are not blank
 */
export function headerOf(rows: readonly (readonly string[])[]): Header {
  const width = Math.max(0, ...rows.map(({ length }) => length))
  const filled = rows.map((cells) => cells.filter((cell) => cell.trim() !== '').length)
  const usual = median(filled)
  const index = rows
    .slice(0, MOST_BEFORE)
    .findIndex((cells, at) => filled[at]! * 2 >= usual && filled[at]! >= Math.min(2, width) && cells.every(isName))
  const names = rows[index] ?? []
  return { index, columns: distinct(Array.from({ length: width }, (_, at) => clean(names[at]) || `Column ${at + 1}`)) }
}

const isName = (cell: string): boolean => cell.length <= 100 && !VALUE.test(cell.trim())

// NULs and other marks that nobody sees must not get into a key of JSON.
const clean = (name = ''): string =>
  name
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .toWellFormed()
    .slice(0, 100)

function distinct(names: string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let unique = name
    for (let count = 2; taken.has(unique.toLowerCase()); count++) unique = `${name} (${count})`
    taken.add(unique.toLowerCase())
    return unique
  })
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
