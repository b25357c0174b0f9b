/** A file with a table of leads: how it is written, what its columns are called, and its rows. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { headerOf } from '#shared/domain/import/header.ts'
import { detectTextFormat, textRows, type TextFormat } from './delimited-text.ts'
import type { FileRow } from './file-row.ts'
import { LIMITS, UnreadableFile } from './unreadable-file.ts'
import { detectXlsxFormat, xlsxRows, type XlsxFormat } from './xlsx-rows.ts'

export type TableFormat = TextFormat | XlsxFormat

/** What somebody chose instead of what was found out. */
export type KnownFormat = Partial<Pick<TextFormat, 'encoding' | 'delimiter'> & Pick<XlsxFormat, 'sheet'>>

/** Rows that are shown before an import, and by which its columns are told. */
const SAMPLE_ROWS = 100

export interface Table {
  format: TableFormat
  bytes: number
  /** Of its content, in hexadecimal: an import is gone on with from the same file only. */
  sha256: string
  /** The row that names the columns; 0 where none does. */
  headerRow: number
  /** Each name once; what has no name in the file is called by its place. */
  columns: string[]
  /** The first rows after the header. */
  sample: FileRow[]
  /** Rows after the header. */
  rowCount: number
  /** The number of the last row. */
  lastRow: number
}

/**
 * Reads a file to its end, so that what is wrong with it is known before anything is imported.
 * @param wanted what is known better than can be found out
 * @throws UnreadableFile
 */
export async function inspectTable(path: string, wanted: KnownFormat = {}): Promise<Table> {
  const bytes = await sizeOf(path)
  const format = await detectFormat(path, wanted)
  const head: FileRow[] = []
  let count = 0
  let lastRow = 0
  for await (const row of rowsOf(path, format)) {
    count += 1
    lastRow = row.number
    if (head.length < SAMPLE_ROWS) head.push(row)
  }
  if (count === 0) throw new UnreadableFile('empty', 'The file has no rows.')
  const header = headerOf(head.map(({ cells }) => cells))
  const after = header.index + 1
  if (count === after) throw new UnreadableFile('empty', 'The file names its columns and has no rows.')
  return {
    format,
    bytes,
    sha256: await sha256Of(path),
    headerRow: head[header.index]?.number ?? 0,
    columns: header.columns,
    sample: head.slice(after),
    rowCount: count - after,
    lastRow,
  }
}

/**
 * The rows of a table after its header, or after row `after`, whichever comes later.
 * @throws UnreadableFile
 */
export async function* tableRows(
  path: string,
  { format, headerRow }: Pick<Table, 'format' | 'headerRow'>,
  after = 0,
): AsyncGenerator<FileRow> {
  const start = Math.max(headerRow, after)
  for await (const row of rowsOf(path, format)) if (row.number > start) yield row
}

/**
 * That a file is still the one that was inspected.
 * @throws UnreadableFile
 */
export async function requireSame(path: string, { sha256 }: Pick<Table, 'sha256'>): Promise<void> {
  await sizeOf(path)
  if ((await sha256Of(path)) !== sha256) {
    throw new UnreadableFile('changed', 'The file has changed since the import began. Undo the import and start anew.')
  }
}

const rowsOf = (path: string, format: TableFormat): AsyncGenerator<FileRow> =>
  format.kind === 'xlsx' ? xlsxRows(path, format) : textRows(path, format)

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw new UnreadableFile('missing', 'The file is not where it was, or cannot be read.', { cause: error })
  })
  if (!found.isFile()) throw new UnreadableFile('missing', 'This is not a file.')
  if (found.size === 0) throw new UnreadableFile('empty', 'The file is empty.')
  if (found.size > LIMITS.fileBytes) {
    throw new UnreadableFile('too_large', `The file has more than ${LIMITS.fileBytes / 1024 / 1024} MB. Split it.`)
  }
  return found.size
}

async function detectFormat(path: string, wanted: KnownFormat): Promise<TableFormat> {
  const magic = await firstBytes(path)
  if (magic.startsWith('504b0304')) {
    const { sheet, ...found } = await detectXlsxFormat(path)
    return { ...found, sheet: wanted.sheet ?? sheet }
  }
  if (magic === 'd0cf11e0a1b11ae1') {
    throw new UnreadableFile(
      'old_excel',
      'This spreadsheet is protected by a password, or of an older Excel. Save it without one as .xlsx or CSV.',
    )
  }
  const { encoding, delimiter } = await detectTextFormat(path)
  return { kind: 'text', encoding: wanted.encoding ?? encoding, delimiter: wanted.delimiter ?? delimiter }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead).toString('hex')
  } finally {
    await file.close()
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
