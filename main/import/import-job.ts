import { basename } from 'node:path'
import type { z } from 'zod'
import type { IMPORT_COMMANDS, ImportJob } from '#shared/contract/areas/import.ts'
import { RemoteError } from '../sync/remote.ts'
import type { KeptImport } from './kept-import.ts'
import type { Table } from './table.ts'

export type RunOptions = z.output<(typeof IMPORT_COMMANDS)['import.run']>

const PASSING = new Set(['network', 'timeout', 'rate_limited', 'server'])
/** Attempts at one call that somebody answers, before the rep is asked what to do. */
const ATTEMPTS = 8
/**
 * Whether the same call is to be made again.
 * @param attempt how often it has failed, from 1. Without a network it waits for one, however long.
 */
export const isPassing = (error: unknown, attempt: number): boolean =>
  error instanceof RemoteError && PASSING.has(error.code) && (error.code === 'network' || attempt < ATTEMPTS)

/** A job that has just begun. */
export const newJob = (kept: KeptImport, kind: ImportJob['kind']): ImportJob => ({
  import_id: kept.request.id,
  file_name: kept.file_name,
  kind,
  state: 'running',
  done: 0,
  total: kept.total,
  counts: {},
  error: null,
})

/** What the rep asks for, as `import_start` takes it. */
export function requestOf(id: string, path: string, table: Table, options: RunOptions) {
  const { list, is_dry_run, duplicate_action, mapping, owner_id, stage_id, tags } = options
  return {
    id,
    file_name: basename(path),
    file_size: table.bytes,
    file_type: table.format.kind,
    sha256: table.sha256,
    rows: table.rowCount,
    mapping,
    owner_id,
    stage_id,
    tags,
    dry_run: is_dry_run,
    ...(duplicate_action && { duplicate_action }),
    ...(list && ('id' in list ? { dataset_id: list.id } : { dataset_name: list.name })),
  }
}
