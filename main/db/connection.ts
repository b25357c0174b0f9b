/** Opens encrypted SQLite files. */
import Sqlite from 'better-sqlite3'

export type Connection = Sqlite.Database

export interface ConnectionOptions {
  /** 32 bytes, used as they are: no key derivation, the keychain's key is random already. */
  key: Uint8Array
  readonly?: boolean
}

const KEY_BYTES = 32
/** How long an opening waits for another process to let go of the file, e.g. this application's previous run. */
const OPENING_TIMEOUT_MS = 1000

/**
 * Opens a file, creating it when missing, and reads its first page, so that a wrong key shows here.
 * @throws SqliteError `SQLITE_NOTADB` for a wrong key or a file that is no database
 */
export function connect(file: string, { key, readonly = false }: ConnectionOptions): Connection {
  if (key.length !== KEY_BYTES) throw new RangeError(`a cache key has ${KEY_BYTES} bytes`)
  const db = new Sqlite(file, { readonly, timeout: OPENING_TIMEOUT_MS })
  try {
    db.pragma(`cipher = 'chacha20'`)
    db.pragma(`key = "raw:${Buffer.from(key).toString('hex')}"`)
    // Nothing unencrypted on disk: what SQLite would spill into temporary files stays in memory.
    db.pragma('temp_store = memory')
    db.pragma('foreign_keys = off')
    db.prepare('select count(*) from sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
