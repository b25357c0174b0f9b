import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TARGETS } from '#shared/domain/import/targets.ts'
import { CSV_START, csvLine } from '#shared/domain/safe-csv.ts'
import type { ExportedLead } from '../db/calls.ts'

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

/** The leads after a row number, some at a time; none when there are no more. */
export type LeadPages = (after: number) => Promise<ExportedLead[]>

/**
 * Writes leads as a CSV file, a page at a time.
 * @returns how many
 */
export async function writeLeads(path: string, pages: LeadPages): Promise<number> {
  const own = await ownFields(pages)
  let count = 0
  async function* lines(): AsyncGenerator<string> {
    const names = FIELDS.map((field) => TARGETS[field].label)
    yield CSV_START + csvLine([...names, TARGETS.tags.label, 'Owner', 'Stage', 'Created', ...own])
    for await (const lead of eachLead(pages)) {
      count += 1
      yield csvLine(cellsOf(lead, own))
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
  return count
}

async function* eachLead(pages: LeadPages): AsyncGenerator<ExportedLead> {
  for (let page = await pages(0); page.length > 0; page = await pages(page.at(-1)!.rid)) yield* page
}

async function ownFields(pages: LeadPages): Promise<string[]> {
  const names = new Set<string>()
  for await (const { custom_fields } of eachLead(pages)) {
    for (const name of Object.keys(custom_fields)) if (names.size < MOST_CUSTOM) names.add(name)
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
