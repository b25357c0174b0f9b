import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportFormat, ExportSource } from '#shared/contract/areas/import.ts'
import { TARGETS } from '#shared/domain/import/targets.ts'
import { CSV_START, csvLine } from '#shared/domain/safe-csv.ts'
import type { ExportedLead } from '../db/calls.ts'
import type { Database } from '../db/client.ts'
import { writeWorkbook } from './workbook-file.ts'

/** Own fields that get a column; more make no table. */
const MOST_CUSTOM = 200

/** In the order of the file, under names that an import knows. */
const FIELDS = [
  'first_name',
  'last_name',
  'company_name',
  'email',
  'phone',
  'secondary_phone',
  'address',
  'postcode',
  'source',
  'temperature',
  'lead_status',
  'contact_status',
  'lifecycle_stage',
  'client_type',
] as const

/** Leads that are read at once. */
const PAGE = 500

export interface ExportOrder {
  source: ExportSource
  format: ExportFormat
  path: string
}

/**
 * Writes leads into a file, some at a time. The file is there when it is complete.
 * @param onProgress leads that are written, of so many
 * @returns how many
 */
export async function writeLeads(
  { source, format, path }: ExportOrder,
  db: Pick<Database, 'read'>,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const rids = await db.read('export.rids', source)
  const pages = Array.from({ length: Math.ceil(rids.length / PAGE) }, (_, n) => rids.slice(n * PAGE, (n + 1) * PAGE))
  onProgress(0, rids.length)
  let count = 0
  async function* leads(): AsyncGenerator<ExportedLead> {
    for (const [n, page] of pages.entries()) {
      const found = await db.read('export.leads', { rids: page })
      yield* found
      count += found.length
      onProgress(n * PAGE + page.length, rids.length)
    }
  }
  const part = `${path}.part`
  try {
    await WRITERS[format](part, tableOf(leads(), await ownFields(pages, db)))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  return count
}

const WRITERS: Record<ExportFormat, (path: string, rows: AsyncIterable<string[]>) => Promise<void>> = {
  xlsx: writeWorkbook,
  csv: writeCsv,
}

async function writeCsv(path: string, rows: AsyncIterable<string[]>): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    yield CSV_START
    for await (const cells of rows) yield csvLine(cells)
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

async function* tableOf(leads: AsyncIterable<ExportedLead>, own: readonly string[]): AsyncGenerator<string[]> {
  const names = FIELDS.map((field) => TARGETS[field].label)
  yield [...names, TARGETS.tags.label, 'Owner', 'Stage', 'Created', ...own]
  for await (const lead of leads) yield cellsOf(lead, own)
}

async function ownFields(pages: readonly number[][], db: Pick<Database, 'read'>): Promise<string[]> {
  const names = new Set<string>()
  for (const rids of pages) {
    for (const name of await db.read('export.fields', { rids })) if (names.size < MOST_CUSTOM) names.add(name)
  }
  return [...names].toSorted()
}

function cellsOf(lead: ExportedLead, own: readonly string[]): string[] {
  return [
    ...FIELDS.map((field) => lead[field] ?? ''),
    lead.tags.join('; '),
    lead.owner ?? '',
    lead.stage ?? '',
    new Date(lead.created_at).toISOString(),
    ...own.map((name) => textOf(lead.custom_fields[name])),
  ]
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
