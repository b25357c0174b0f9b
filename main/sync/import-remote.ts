import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import type { PastImport } from '#shared/contract/areas/import.ts'
import { ExpectedError, type ErrorCode } from '#shared/contract/errors.ts'
import { remoteErrorOf } from './remote-supabase.ts'

const counts = z.record(z.string(), z.number())
const stateSchema = z.object({
  last_row: z.int(),
  counts,
  rules: z.object({
    default_country: z.string(),
    required_fields: z.array(z.enum(['first_name', 'last_name', 'phone', 'email', 'postcode', 'company_name'])),
    auto_normalize_numbers: z.boolean(),
    allow_international: z.boolean(),
  }),
  left: z.int().optional(),
})
const reportSchema = z.array(
  z.object({
    row_number: z.int(),
    outcome: z.string(),
    reason: z.string().nullable(),
    column_name: z.string().nullable(),
    lead_id: z.string().nullable(),
    undone: z.string().nullable(),
  }),
)
const pastSchema = z.array(
  z
    .object({
      id: z.string(),
      file_name: z.string(),
      status: z.string(),
      counts,
      started_at: z.string().nullable(),
      undone_at: z.string().nullable(),
    })
    .transform(({ undone_at, ...past }): PastImport => ({ ...past, is_undone: undone_at !== null })),
)

/** Where an import stands on the server, and the rules of its list. */
export type RemoteImport = z.output<typeof stateSchema>
export type ReportedRow = z.output<typeof reportSchema>[number]
export type SentRow = { row: number; values: object } | { row: number; reason: string; column: string }

/** The server's side of an import (supabase/README.md, "Imports"). All reject with ExpectedError or RemoteError. */
export interface ImportRemote {
  start: (request: object) => Promise<RemoteImport>
  rows: (id: string, toRow: number, rows: readonly SentRow[], isLast: boolean) => Promise<RemoteImport>
  stop: (id: string) => Promise<RemoteImport>
  undo: (id: string, limit: number) => Promise<RemoteImport>
  report: (id: string, after: number, limit: number) => Promise<ReportedRow[]>
  /** The newest first, dry runs left out. */
  history: (limit: number) => Promise<PastImport[]>
}

/** What the database refuses for good, by its code; it says why in words. */
const REFUSALS: Record<string, ErrorCode> = {
  '22023': 'invalid_input',
  '42501': 'forbidden',
  PT404: 'not_found',
  PT423: 'conflict',
}

interface ImportAccess {
  client: SupabaseClient
  /** Resolves when the client holds a valid session of the rep, rejects with a RemoteError otherwise. */
  ensureSession: () => Promise<void>
  signal: AbortSignal
}

/** Imports over supabase-js. */
export function importRemote({ client, ensureSession, signal }: ImportAccess): ImportRemote {
  async function answerOf(
    asked: PromiseLike<{ data: unknown; status: number; error: { code: string; message: string } | null }>,
  ): Promise<unknown> {
    const { data, error, status } = await asked
    if (!error) return data
    const refusal = REFUSALS[error.code]
    if (refusal) throw new ExpectedError(refusal, `${error.message}.`)
    throw remoteErrorOf(status, error)
  }
  async function call<T extends z.ZodType>(schema: T, name: string, args: object): Promise<z.output<T>> {
    await ensureSession()
    return schema.parse(await answerOf(client.rpc(name, args).abortSignal(signal).retry(false)))
  }
  return {
    start: (request) => call(stateSchema, 'import_start', { p_import: request }),
    rows: (id, toRow, rows, isLast) =>
      call(stateSchema, 'import_rows', { p_import: id, p_to_row: toRow, p_rows: rows, p_is_last: isLast }),
    stop: (id) => call(stateSchema, 'import_stop', { p_import: id }),
    undo: (id, limit) => call(stateSchema, 'import_undo', { p_import: id, p_limit: limit }),
    report: (id, after, limit) => call(reportSchema, 'import_report', { p_import: id, p_after: after, p_limit: limit }),
    async history(limit) {
      await ensureSession()
      const asked = client
        .from('imports')
        .select('id, file_name, status, counts, started_at, undone_at')
        .eq('is_dry_run', false)
        .order('created_at', { ascending: false })
        .limit(limit)
        .abortSignal(signal)
      return pastSchema.parse(await answerOf(asked))
    },
  }
}
