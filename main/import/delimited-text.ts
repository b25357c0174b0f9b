/** Rows of a text file: CSV (RFC 4180, and as lax as spreadsheets are with it), tab-separated and the like. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse, type Options } from 'csv-parse'
import { parse as parseAtOnce } from 'csv-parse/sync'
import type { FileRow } from './file-row.ts'
import { decodedText, detectEncoding, requireText } from './text-encoding.ts'
import { LIMITS, UnreadableFile, requireRows, requireWidth, rowTooLong } from './unreadable-file.ts'

export interface TextFormat {
  kind: 'text'
  /** By the WHATWG Encoding Standard. */
  encoding: string
  delimiter: string
}

/** In order of preference where a file has one column only. */
const DELIMITERS = [',', ';', '\t', '|'] as const

/** Characters by which delimiters are told. */
const SAMPLE = 64 * 1024

/** Excel's own way to tell a delimiter: a first line such as `sep=;`. */
const TOLD = /^sep=(.)\r?\n/i

/**
 * Finds out how a text file is written.
 * @throws UnreadableFile for what is no text
 */
export async function detectTextFormat(path: string): Promise<TextFormat> {
  const encoding = await detectEncoding(path)
  let sample = ''
  for await (const text of decodedText(path, encoding)) {
    sample += text
    if (sample.length >= SAMPLE) break
  }
  if (sample.trim() === '') throw new UnreadableFile('empty', 'The file is empty.')
  requireText(sample.slice(0, SAMPLE))
  return { kind: 'text', encoding, delimiter: TOLD.exec(sample)?.[1] ?? delimiterOf(sample.slice(0, SAMPLE)) }
}

/** The delimiter by which most rows of a sample have the same number of columns, and more than one. */
function delimiterOf(sample: string): string {
  const end = sample.length < SAMPLE ? sample.length : Math.max(sample.lastIndexOf('\n'), 0) || sample.length
  const rated = DELIMITERS.map((delimiter) => ({ delimiter, ...regularity(sample.slice(0, end), delimiter) }))
  const [best] = rated.toSorted((a, b) => b.share - a.share || b.columns - a.columns)
  return best && best.share > 0 ? best.delimiter : ','
}

/** How many columns most rows have, and what share of the rows that is; no share for a single column. */
function regularity(sample: string, delimiter: string): { share: number; columns: number } {
  const rows = parseAtOnce(sample, {
    ...optionsOf(delimiter),
    bom: false,
    to: 50,
    skip_empty_lines: true,
    on_skip: undefined,
    skip_records_with_error: true,
  })
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  const [columns, most] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0]
  return columns < 2 ? { share: 0, columns } : { share: most / rows.length, columns }
}

const optionsOf = (delimiter: string) =>
  ({
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LIMITS.rowLength,
    record_delimiter: ['\r\n', '\n', '\r'],
  }) satisfies Options

/**
 * Every row that is not blank.
 * @throws UnreadableFile at a row that is too long or too wide
 */
export async function* textRows(path: string, { encoding, delimiter }: TextFormat): AsyncGenerator<FileRow> {
  const bytes = encoding === 'utf-8' ? createReadStream(path) : Readable.from(decodedText(path, encoding))
  const parser = parse(optionsOf(delimiter))
  bytes.on('error', (error: Error) => parser.destroy(error))
  let number = 0
  try {
    for await (const cells of bytes.pipe(parser) as AsyncIterable<string[]>) {
      number += 1
      requireWidth(cells.length, number)
      requireRows(number)
      const isTelling = number === 1 && TOLD.test(`${cells.join(delimiter)}\n`)
      if (!isTelling && cells.some((cell) => cell.trim() !== '')) yield { number, cells }
    }
  } catch (error) {
    throw error instanceof CsvError ? rowTooLong(number + 1) : error
  } finally {
    bytes.destroy()
  }
}
