/** The search index: an encrypted file of its own beside the cache. It can be lost at any time and is built again. */
import { rmSync } from 'node:fs'
import { connect } from '../connection.ts'
import type { Connection } from '../connection.ts'
import { isCorrupt } from '../failures.ts'
import { KINDS } from './kinds.ts'
import type { Kind } from './kinds.ts'

/** Raised whenever the same text would be indexed differently: the file is then begun anew. */
const VERSION = '2'
const PAGE_SIZE = 8192
/** Of the index and of the rows that searches show, each. */
export const CACHE_PAGES_KIB = 32 * 1024
const HASH_BYTES = 16 * 1024 * 1024

const COMPANIONS = ['', '-wal', '-shm'] as const

export const searchFileOf = (cacheFile: string): string => `${cacheFile}.search`

export function deleteSearchFile(cacheFile: string): void {
  for (const suffix of COMPANIONS) rmSync(searchFileOf(cacheFile) + suffix, { force: true })
}

/** `main` holds the bulk, `delta` what came since: single rows put into a large index stall it now and then. */
export type Part = 'main' | 'delta'
export const tableOf = (kind: Kind, part: Part): string => `${kind}_${part}`

/** Words only, without places or a copy of the text; phrases are looked for in the rows themselves. */
const fullText = (name: string): string => `
  create virtual table ${name} using fts5(text, content='', contentless_delete=1, detail=none, tokenize='ascii',
    prefix='1 2 3 4');
  insert into ${name} (${name}, rank) values ('crisismerge', 64);
  insert into ${name} (${name}, rank) values ('hashsize', ${HASH_BYTES});`

const SCHEMA = `
create table meta (key text primary key, value text not null) strict, without rowid;
-- The last row of each table that was read, and how many documents there are.
create table marks (kind text primary key, rid integer not null, docs integer not null) strict, without rowid;
create table delta_docs (kind text not null, doc integer not null, primary key (kind, doc)) strict, without rowid;
-- Words of names and their trigrams, for names with a typing mistake.
create table name_words (id integer primary key, word text not null unique) strict;
create table name_grams (gram text not null, word_id integer not null, primary key (gram, word_id)) strict, without rowid;
${KINDS.flatMap((kind) => [fullText(tableOf(kind, 'main')), fullText(tableOf(kind, 'delta'))]).join('\n')}
${KINDS.map((kind) => `insert into marks values ('${kind}', 0, 0);`).join('\n')}
insert into meta values ('log', '0');
`

/**
 * Opens the index of a cache, or begins a new one: when there is none, it is damaged, of another version, or of another
 * cache that had this name.
 * @param cacheId names the cache file, so that its numbers of rows mean the same
 */
export function openIndexFile(cacheFile: string, key: Uint8Array, cacheId: string): Connection {
  try {
    const db = prepare(cacheFile, key)
    if (identityOf(db) === identity(cacheId)) return db
    db.close()
  } catch (error) {
    if (!isCorrupt(error)) throw error
  }
  deleteSearchFile(cacheFile)
  const db = prepare(cacheFile, key)
  db.transaction(() => {
    db.exec(SCHEMA)
    db.prepare(`insert into meta values ('identity', ?)`).run(identity(cacheId))
  })()
  return db
}

const identity = (cacheId: string): string => `${VERSION} ${cacheId}`

function identityOf(db: Connection): string | null {
  const known = db.prepare<[], number>(`select count(*) from sqlite_schema where name = 'meta'`).pluck().get()
  if (known === 0) return null
  return db.prepare<[], string>(`select value from meta where key = 'identity'`).pluck().get() ?? null
}

function prepare(cacheFile: string, key: Uint8Array): Connection {
  const db = connect(searchFileOf(cacheFile), { key })
  try {
    db.pragma(`page_size = ${PAGE_SIZE}`)
    db.pragma('journal_mode = wal')
    // What a power cut takes of it is read again.
    db.pragma('synchronous = normal')
    db.pragma(`cache_size = -${CACHE_PAGES_KIB}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
