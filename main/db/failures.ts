import Sqlite from 'better-sqlite3'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Failure } from '#shared/contract/result.ts'

const FULL = 'There is no space left on this disk. Nothing was saved; free some space and try again.'
const CORRUPT = 'Your local data is damaged. It is set aside, and a fresh copy is loaded.'

/** A failure by code, as it crosses to the main process. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ExpectedError) return { code: error.code, message: error.message }
  if (isFull(error)) return { code: 'storage_full', message: FULL }
  if (isCorrupt(error)) return { code: 'storage_corrupt', message: CORRUPT }
  return { code: 'internal', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
}

/** The file cannot be read as what it should be: a wrong key, damage, or no database at all. */
export function isCorrupt(error: unknown): boolean {
  return hasCode(error, 'SQLITE_CORRUPT') || hasCode(error, 'SQLITE_NOTADB')
}

/** Another connection holds a lock that this one needs just now. */
export function isBusy(error: unknown): boolean {
  return hasCode(error, 'SQLITE_BUSY')
}

/** A row that the schema refuses: a value of another type, or none where one must be. */
export function isRefusedRow(error: unknown): boolean {
  return hasCode(error, 'SQLITE_CONSTRAINT') || hasCode(error, 'SQLITE_MISMATCH')
}

function isFull(error: unknown): boolean {
  return hasCode(error, 'SQLITE_FULL') || (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
}

/** Extended codes such as `SQLITE_CORRUPT_INDEX` count as what they extend. */
function hasCode(error: unknown, code: string): boolean {
  return error instanceof Sqlite.SqliteError && (error.code === code || error.code.startsWith(`${code}_`))
}
