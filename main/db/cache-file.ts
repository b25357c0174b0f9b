/** Opening a cache file for writing: created, upgraded, or set aside when it cannot be read. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Recovered } from './calls.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { isCorrupt } from './failures.ts'
import { Meta } from './meta.ts'
import { backupOf, migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/all.ts'
import { deleteSearchFile } from './search/index-file.ts'

export interface CacheFile {
  file: string
  key: Uint8Array
  userId: string
}

const PAGE_SIZE = 8192
/** SQLite's own companions of a database file. */
const COMPANIONS = ['', '-wal', '-shm'] as const

/** Left beside a file that proved damaged while open, so that the next opening sets it aside. */
const damageMarkOf = (file: string): string => `${file}.damaged`

export function markDamaged(file: string): void {
  writeFileSync(damageMarkOf(file), '')
}

/**
 * Opens the cache file for its one writer.
 * @returns the connection, and what was set aside if the file could not be read
 * @throws `incompatible` for a newer version's file, `forbidden` for another rep's
 */
export function openCacheFile({ file, key, userId }: CacheFile): { db: Connection; recovered: Recovered | null } {
  mkdirSync(dirname(file), { recursive: true })
  const isDamaged = existsSync(file) && existsSync(damageMarkOf(file))
  try {
    if (!isDamaged) return { db: prepare(connect(file, { key }), file, userId), recovered: null }
  } catch (error) {
    if (!isCorrupt(error)) throw error
  }
  const recovered = setAside(file, key)
  return { db: prepare(connect(file, { key }), file, userId), recovered }
}

/** Deletes a cache: its files, its upgrade backup, but never what was set aside. */
export function deleteCacheFile(file: string): void {
  for (const path of [...COMPANIONS.map((suffix) => file + suffix), backupOf(file), damageMarkOf(file)]) {
    rmSync(path, { force: true })
  }
  deleteSearchFile(file)
}

function prepare(db: Connection, file: string, userId: string): Connection {
  try {
    db.pragma(`page_size = ${PAGE_SIZE}`)
    db.pragma('journal_mode = wal')
    // Checkpoints are the whole tail of write times; the writer runs them when idle.
    db.pragma('wal_autocheckpoint = 0')
    migrate(db, file, MIGRATIONS)
    claim(db, userId)
    // Nobody else writes, so there is nothing to wait for, and a truncating checkpoint must not wait for a reader.
    db.pragma('busy_timeout = 0')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function claim(db: Connection, userId: string): void {
  const meta = new Meta(db)
  const owner = meta.get('user_id')
  if (owner !== undefined && owner !== userId) {
    throw new ExpectedError('forbidden', 'This local data belongs to somebody else.')
  }
  db.transaction(() => {
    if (owner === undefined) meta.set('user_id', userId)
    if (meta.get('client_id') === undefined) meta.set('client_id', randomUUID())
  })()
}

function setAside(file: string, key: Uint8Array): Recovered {
  const folder = join(dirname(file), 'quarantine')
  mkdirSync(folder, { recursive: true })
  const quarantinedFile = freePath(join(folder, `${basename(file)}-${timeText()}`))
  for (const suffix of COMPANIONS) if (existsSync(file + suffix)) renameSync(file + suffix, quarantinedFile + suffix)
  rmSync(damageMarkOf(file), { force: true })
  return { quarantinedFile, unsent: unsentIn(quarantinedFile, key) }
}

/** The current time as a file name can carry it on every system. */
const timeText = (): string => new Date().toISOString().replaceAll(/[:.]/g, '-')

function freePath(path: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? path : `${path}-${n}`
    if (!existsSync(candidate)) return candidate
  }
}

/** How many unsent changes an unreadable cache held, as far as that can still be told. */
function unsentIn(file: string, key: Uint8Array): number | null {
  try {
    const db = connect(file, { key })
    try {
      const unsent = `select (select count(*) from outbox where state <> 'settled') + (select count(*) from vault)`
      return db.prepare<[], number>(unsent).pluck().get() ?? null
    } finally {
      db.close()
    }
  } catch {
    return null
  }
}
