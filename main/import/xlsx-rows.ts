/** Rows of a sheet, as they are parsed. Of formulae only the values count that were stored with them. */
import type { FileRow } from './file-row.ts'
import { LIMITS, requireRows, requireWidth, rowTooLong } from './unreadable-file.ts'
import { XlsxPackage } from './xlsx-package.ts'
import { readWorkbook, type Workbook } from './xlsx-workbook.ts'

export interface XlsxFormat {
  kind: 'xlsx'
  /** The sheet's name. */
  sheet: string
  /** All of them, those in sight first. */
  sheets: string[]
}

/** The sheets of a spreadsheet; the first one in sight is chosen. */
export async function detectXlsxFormat(path: string): Promise<XlsxFormat> {
  const parts = await XlsxPackage.open(path)
  try {
    const { sheets } = await readWorkbook(parts)
    const names = sheets.map(({ name }) => name)
    return { kind: 'xlsx', sheet: names[0] ?? '', sheets: names }
  } finally {
    parts.close()
  }
}

/**
 * Every row that is not blank.
 * @throws UnreadableFile at a row that is too long or too wide
 */
export async function* xlsxRows(path: string, { sheet }: XlsxFormat): AsyncGenerator<FileRow> {
  const parts = await XlsxPackage.open(path)
  try {
    const workbook = await readWorkbook(parts)
    const { part } = workbook.sheets.find(({ name }) => name === sheet) ?? workbook.sheets[0]!
    const reading = new SheetReading(workbook)
    for await (const _ of parts.parse(part, reading)) yield* reading.take()
  } finally {
    parts.close()
  }
}

/** Collects the rows of a sheet from its elements. */
class SheetReading {
  readonly #workbook: Workbook
  #rows: FileRow[] = []
  #number = 0
  #cells: string[] = []
  #length = 0
  #column = 0
  #type = 'n'
  #style = 0
  #text = ''
  #isValue = false
  #isPhonetic = false

  constructor(workbook: Workbook) {
    this.#workbook = workbook
  }

  /** The rows that came since the last time. */
  take(): FileRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    switch (name) {
      case 'row':
        this.#number = Number(attribute('r')) || this.#number + 1
        this.#cells = []
        this.#length = 0
        this.#column = -1
        requireRows(this.#number)
        break
      case 'c':
        this.#column = columnOf(attribute('r')) ?? this.#column + 1
        this.#type = attribute('t') ?? 'n'
        this.#style = Number(attribute('s') ?? 0)
        this.#text = ''
        requireWidth(this.#column + 1, this.#number)
        break
      case 'rPh':
        this.#isPhonetic = true
        break
      default:
        this.#isValue = (name === 'v' || name === 't') && !this.#isPhonetic
    }
  }

  text(text: string): void {
    if (!this.#isValue) return
    this.#text += text
    this.#length += text.length
    if (this.#length > LIMITS.rowLength) throw rowTooLong(this.#number)
  }

  close(name: string): void {
    this.#isValue = false
    if (name === 'rPh') this.#isPhonetic = false
    if (name === 'c' && this.#text !== '') {
      while (this.#cells.length < this.#column) this.#cells.push('')
      this.#cells[this.#column] = this.#value()
    }
    if (name === 'row' && this.#cells.some((cell) => cell.trim() !== '')) {
      this.#rows.push({ number: this.#number, cells: this.#cells })
    }
  }

  #value(): string {
    const text = this.#text
    switch (this.#type) {
      case 's':
        return plainText(this.#workbook.texts[Number(text)] ?? '')
      case 'b':
        return text === '1' ? 'TRUE' : 'FALSE'
      case 'e':
        return ''
      case 'n':
        return numberWords(text, this.#workbook.dateStyles.has(this.#style), this.#workbook.is1904)
      default:
        return plainText(text)
    }
  }
}

/** What `_x000D_` and its like stand for in texts (ECMA-376 part 1, 22.9.2.19). */
const plainText = (text: string): string =>
  text.replaceAll(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** `C5` → 2; undefined where the cell does not say. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,4}/i.exec(reference ?? '')?.[0].toUpperCase()
  if (!letters) return undefined
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

const DAY = 86_400_000

/** A number as it is to be read: in full digits, or a date as `2026-03-29` or `2026-03-29T14:30:00`. */
function numberWords(text: string, isDate: boolean, is1904: boolean): string {
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  if (!isDate) return plainNumber(value)
  // Day 60 of 1900 is a 29 February that never was (Lotus 1-2-3), so that days from March on count from 30 December.
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const at = new Date(epoch + Math.round((value * DAY) / 1000) * 1000)
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return text
  const iso = at.toISOString()
  return value % 1 === 0 ? iso.slice(0, 10) : iso.slice(0, 19)
}

/** Without an exponent: a phone number that Excel took for a number has up to 15 digits. */
const plainNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value)
