import { ExpectedError } from '#shared/contract/errors.ts'

/** Why a file cannot be imported as a whole. */
export type FileFault =
  | 'missing'
  | 'too_large'
  | 'empty'
  | 'not_a_table'
  | 'old_excel'
  | 'damaged'
  | 'too_many_columns'
  | 'too_many_rows'
  | 'row_too_long'
  | 'changed'

/** A file that cannot be imported; the message names what to do. Nothing of it has been written. */
export class UnreadableFile extends ExpectedError {
  readonly fault: FileFault

  constructor(fault: FileFault, message: string, options?: ErrorOptions) {
    super('invalid_input', message, options)
    this.name = 'UnreadableFile'
    this.fault = fault
  }
}

/** More than any list of people needs; what is larger is refused before it costs memory or hours. */
export const LIMITS = {
  fileBytes: 200 * 1024 * 1024,
  rows: 500_000,
  columns: 500,
  /** Of one row, in characters. A quotation mark that is never closed makes the rest of a file one row. */
  rowLength: 1024 * 1024,
} as const

export const rowTooLong = (row: number): UnreadableFile =>
  new UnreadableFile(
    'row_too_long',
    `Row ${row} does not end: a quotation mark in it is not closed, or it holds more than a million characters. ` +
      'Repair that row and choose the file again.',
  )

/** @throws UnreadableFile for a row wider than an import takes */
export function requireWidth(cells: number, row: number): void {
  if (cells > LIMITS.columns) {
    throw new UnreadableFile(
      'too_many_columns',
      `Row ${row} has more than ${LIMITS.columns} columns. Delete those that are not about the lead.`,
    )
  }
}

/** @throws UnreadableFile for more rows than an import takes */
export function requireRows(rows: number): void {
  if (rows > LIMITS.rows) {
    throw new UnreadableFile(
      'too_many_rows',
      `The file has more than ${LIMITS.rows.toLocaleString('en')} rows. Split it and import the parts one by one.`,
    )
  }
}
