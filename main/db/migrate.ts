/** Brings a cache file to the schema of this version. */
import { constants, copyFileSync, renameSync } from 'node:fs'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Connection } from './connection.ts'

export interface Migration {
  /** From 1, without gaps. */
  version: number
  name: string
  up: (db: Connection) => void
}

/** Where the copy made before the last upgrade is kept. */
export const backupOf = (file: string): string => `${file}.backup`

/**
 * Runs the migrations that a file lacks, all in one transaction with the queue in it. A file that already held something
 * is copied first (as it is, encrypted), and the last such copy is kept.
 * @throws `incompatible` when a newer version of the application wrote the file
 */
export function migrate(db: Connection, file: string, migrations: readonly Migration[]): void {
  const current = db.pragma('user_version', { simple: true }) as number
  const latest = migrations.at(-1)?.version ?? 0
  if (current > latest) {
    throw new ExpectedError(
      'incompatible',
      'Your local data was written by a newer version of Leadline. Install that version again to open it.',
    )
  }
  if (current === latest) return
  if (current > 0) backUp(db, file)
  db.transaction(() => {
    for (const migration of migrations) if (migration.version > current) migration.up(db)
    db.pragma(`user_version = ${latest}`)
  })()
}

function backUp(db: Connection, file: string): void {
  // After a truncating checkpoint the file alone is the whole database; nobody else has it open yet.
  db.pragma('wal_checkpoint(truncate)')
  const unfinished = `${backupOf(file)}.part`
  copyFileSync(file, unfinished, constants.COPYFILE_FICLONE)
  renameSync(unfinished, backupOf(file))
}
