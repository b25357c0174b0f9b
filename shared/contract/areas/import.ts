/** Leads from a file: chosen through main, looked at, tried, imported, and taken back; and leads into a file. */
import { z } from 'zod'
import { DUPLICATE_ACTIONS } from '../../domain/vocabulary.ts'
import type { ColumnMapping, MappedTo } from '../../domain/import/targets.ts'
import { customNameOf, isTargetName } from '../../domain/import/targets.ts'
import { SPLITS } from '../../domain/conversation.ts'
import { inboxFilterSchema } from '../../domain/saved-view.ts'
import { boardFilterSchema } from './pipeline.ts'

/** Which leads are written into a file. */
const exportSource = z.discriminatedUnion('of', [
  /** All that are on this device. */
  z.object({ of: z.literal('all') }),
  z.object({ of: z.literal('list'), dataset_id: z.uuid() }),
  /** Whom the conversations of a view are with. */
  z.object({ of: z.literal('inbox'), split: z.enum(SPLITS), filter: inboxFilterSchema }),
  /** Whose cards a pipeline has; null: the one that is shown first. */
  z.object({ of: z.literal('pipeline'), pipeline_id: z.uuid().nullable(), filter: boardFilterSchema }),
])
export type ExportSource = z.output<typeof exportSource>

export const EXPORT_FORMATS = ['xlsx', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const nothing = z.object({}).strict()
const isMappedTo = (to: string): to is MappedTo => isTargetName(to) || (customNameOf(to as MappedTo) ?? '') !== ''
const mappedTo = z.string().max(120).refine(isMappedTo, 'Not a field of a lead.')

export const IMPORT_COMMANDS = {
  /** Asks for a file and reads it to its end; `import.state` then has it. False: the rep gave up. */
  'import.choose': nothing,
  /** Reads it again, in another encoding, with another delimiter, or another sheet of it. */
  'import.read_as': z.object({
    encoding: z.string().max(40).optional(),
    delimiter: z.string().min(1).max(1).optional(),
    sheet: z.string().max(300).optional(),
  }),
  /** Begins to import the chosen file, or to try it; `import.state` tells how far it is. */
  'import.run': z.object({
    mapping: z.record(z.string().max(120), mappedTo),
    /** Null: as the settings of the list say, else `flag`. */
    duplicate_action: z.enum(DUPLICATE_ACTIONS).nullable(),
    list: z.union([z.object({ id: z.uuid() }), z.object({ name: z.string().trim().min(1).max(300) })]).nullable(),
    /** Null: the pool. */
    owner_id: z.uuid().nullable(),
    stage_id: z.uuid().nullable(),
    tags: z.array(z.string().trim().min(1).max(100)).max(20),
    is_dry_run: z.boolean(),
  }),
  /** Stops after the rows in hand; what was imported stays, and can be gone on with or taken back. */
  'import.cancel': nothing,
  /** Goes on with an import that was stopped, by the rep, a failure or the end of the application. */
  'import.resume': nothing,
  /** Takes an import back. */
  'import.undo': z.object({ import_id: z.uuid() }),
  /** Saves which rows stayed out, and why, as CSV. */
  'import.save_report': z.object({ import_id: z.uuid() }),
  /** The newest imports of the organisation that the rep may see. */
  'import.history': nothing,
  /** Puts the file, and what became of it, out of sight. */
  'import.dismiss': nothing,
  /** Saves leads as a workbook or a CSV that spreadsheets open safely; `import.state` tells how far it is. */
  'lead.export': z.object({ source: exportSource, format: z.enum(EXPORT_FORMATS) }),
} as const

export const IMPORT_QUERIES = {
  'import.state': nothing,
  /** Lists that leads can be imported into, by name. */
  'import.lists': nothing,
} as const

/** A chosen file, as far as it is shown. */
export interface ImportFile {
  name: string
  bytes: number
  format: { kind: 'text'; encoding: string; delimiter: string } | { kind: 'xlsx'; sheet: string; sheets: string[] }
  columns: string[]
  /** The first rows. */
  sample: string[][]
  row_count: number
  /** What its columns seem to be. */
  suggested: ColumnMapping
}

/** Rows by what became of them: created, kept_both, merged, flagged, skipped, rejected; undone and kept. */
export type ImportCounts = Partial<Record<string, number>>

export interface ImportJob {
  import_id: string
  file_name: string
  kind: 'dry_run' | 'import' | 'undo'
  /** `waiting`: for the network; `interrupted`: by the end of the application. */
  state: 'running' | 'waiting' | 'done' | 'cancelled' | 'failed' | 'interrupted'
  /** Rows, of so many. */
  done: number
  total: number
  counts: ImportCounts
  /** One sentence about why it failed or waits. */
  error: string | null
}

export interface ImportState {
  file: ImportFile | null
  job: ImportJob | null
  /** Leads that are written into a file, of so many; null while none are. */
  writing: { done: number; total: number } | null
}

export interface ImportList {
  id: string
  name: string
  leads: number
}

export interface PastImport {
  id: string
  file_name: string
  status: string
  counts: ImportCounts
  /** ISO 8601. */
  started_at: string | null
  is_undone: boolean
}

interface SavedFile {
  /** The file's name; null when the rep gave up. */
  saved_as: string | null
}

export interface ImportCommandOutputs {
  'import.choose': { is_chosen: boolean }
  'import.run': { import_id: string }
  'import.save_report': SavedFile
  'import.history': PastImport[]
  'lead.export': SavedFile & { leads: number }
}

export interface ImportQueryOutputs {
  'import.state': ImportState
  'import.lists': ImportList[]
}
