/**
 * CSV (RFC 4180) that spreadsheets open as what it is: UTF-8 with a byte order mark, by which Excel knows it, lines that
 * end in CRLF, and no cell that would be run as a formula (OWASP, "CSV Injection").
 */

export const CSV_START = '\uFEFF'

/** What begins a formula in one spreadsheet or another, or hides one behind white space. */
const FORMULA = /^[\s\u200B]*[=+\-@|%\t\r\uFF1D\uFF0B\uFF0D\uFF20]/

const NEEDS_QUOTES = /[",;\t\r\n']|^\s|\s$/

/** One line of cells, with its end. What would be a formula gets an apostrophe, which our own import takes off again. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
