import { rmSync, statSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import type { StagedAnswer } from './calls.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'

/** One piece of a staged answer: rows of one table, what was deleted and revoked, or values of the rep's that lost. */
export type Piece =
  | { kind: 'rows'; table: string; columns: string[]; rows: unknown[][] }
  | { kind: 'gone'; deleted: StagedAnswer['deleted']; revoked: StagedAnswer['revoked'] }
  | { kind: 'lost'; lost: StagedAnswer['lost'] }

interface StoredPiece {
  n: number
  table_name: string | null
  header: string
  rows: string
}

interface Statements {
  insert: Sqlite.Statement<[string | null, string, string]>
  next: Sqlite.Statement<[number], StoredPiece>
  clear: Sqlite.Statement<[]>
}

const stagingOf = (file: string): string => `${file}.staging`
/** Above this size the file is begun anew rather than kept for the next round. */
const KEEP_BYTES = 16 * 1024 * 1024

/**
 * Pages of a round until they are applied, in an encrypted file of their own: a first sync does not fit into memory, and
 * in the cache's own file its bytes would go through the write-ahead log twice. It outlives nothing (a round is pulled
 * again after a crash), so it is written without any syncing.
 */
export class Staging {
  readonly #file: string
  readonly #key: Uint8Array
  #open: { db: Connection; statements: Statements } | null = null
  #size = 0

  constructor(file: string, key: Uint8Array) {
    this.#file = stagingOf(file)
    this.#key = key
    this.#removeFile()
  }

  /** Adds an answer: first what is gone, then its rows, so that rows of the same or a later answer stand. */
  add(answer: StagedAnswer): void {
    const { db, statements } = this.#opened()
    db.transaction(() => {
      if (answer.deleted.length + answer.revoked.length > 0) {
        const { deleted, revoked } = answer
        const gone = JSON.stringify({ kind: 'gone', deleted, revoked })
        statements.insert.run(null, gone, '')
      }
      for (const { table, columns, rows, count } of answer.tables) {
        if (count > 0) statements.insert.run(table, JSON.stringify(columns), rows)
      }
      const { lost } = answer
      if (lost.length > 0) statements.insert.run(null, JSON.stringify({ kind: 'lost', lost }), '')
    })()
    this.#size += sizeOf(answer)
  }

  /** Rows and removals that wait. */
  get size(): number {
    return this.#size
  }

  /** The pieces in the order they came, read one at a time. */
  *pieces(): Generator<Piece> {
    if (!this.#open) return
    let last = 0
    for (;;) {
      const stored = this.#open.statements.next.get(last)
      if (!stored) return
      last = stored.n
      yield parsed(stored)
    }
  }

  clear(): void {
    this.#size = 0
    if (!this.#open) return
    if (statSync(this.#file).size > KEEP_BYTES) this.close()
    else this.#open.statements.clear.run()
  }

  close(): void {
    this.#size = 0
    this.#open?.db.close()
    this.#open = null
    this.#removeFile()
  }

  #opened(): { db: Connection; statements: Statements } {
    return (this.#open ??= openStaging(this.#file, this.#key))
  }

  #removeFile(): void {
    rmSync(this.#file, { force: true })
  }
}

function openStaging(file: string, key: Uint8Array): { db: Connection; statements: Statements } {
  const db = connect(file, { key })
  db.pragma('page_size = 8192')
  db.pragma('journal_mode = memory')
  db.pragma('synchronous = off')
  db.pragma('locking_mode = exclusive')
  db.exec(`create table pieces (
    n integer primary key, table_name text, header text not null, rows text not null) strict`)
  return {
    db,
    statements: {
      insert: db.prepare('insert into pieces (table_name, header, rows) values (?, ?, ?)'),
      next: db.prepare('select n, table_name, header, rows from pieces where n > ? order by n limit 1'),
      clear: db.prepare('delete from pieces'),
    },
  }
}

function parsed({ table_name, header, rows }: StoredPiece): Piece {
  if (table_name === null) return JSON.parse(header) as Exclude<Piece, { kind: 'rows' }>
  return {
    kind: 'rows',
    table: table_name,
    columns: JSON.parse(header) as string[],
    rows: JSON.parse(rows) as unknown[][],
  }
}

function sizeOf({ tables, deleted, revoked, lost }: StagedAnswer): number {
  return tables.reduce((sum, { count }) => sum + count, deleted.length + revoked.length + lost.length)
}
