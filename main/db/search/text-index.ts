import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'
import { tableOf } from './index-file.ts'
import type { Part } from './index-file.ts'
import { docNumber } from './kinds.ts'
import type { Doc, Kind } from './kinds.ts'

/** Numbers beyond 32 bits are bound as reals, which FTS5 does not take: hence the casts. */
interface PartStatements {
  insert: Sqlite.Statement<[number, string]>
  remove: Sqlite.Statement<[number]>
  find: Sqlite.Statement<[string, number, number], number>
}

/** Merges move about this many pages a step: some milliseconds. */
const MERGE_PAGES = 16

/** The full-text index of one kind of row: a large part and a small one, asked together. */
export class TextIndex {
  readonly #db: Connection
  readonly #kind: Kind
  readonly #parts: Record<Part, PartStatements>
  readonly #note: Sqlite.Statement<[Kind, number]>
  readonly #unnote: Sqlite.Statement<[Kind, number]>
  readonly #noted: Sqlite.Statement<[Kind, number], number>
  readonly #countNoted: Sqlite.Statement<[Kind], number>
  readonly #merge: Sqlite.Statement<[]>
  readonly #count: Sqlite.Statement<[number, Kind]>

  constructor(db: Connection, kind: Kind) {
    this.#db = db
    this.#kind = kind
    this.#parts = { main: partStatements(db, kind, 'main'), delta: partStatements(db, kind, 'delta') }
    this.#note = db.prepare('insert or ignore into delta_docs values (?, ?)')
    this.#unnote = db.prepare('delete from delta_docs where kind = ? and doc = ?')
    this.#noted = db
      .prepare<[Kind, number], number>('select doc from delta_docs where kind = ? order by doc limit ?')
      .pluck()
    this.#countNoted = db.prepare<[Kind], number>('select count(*) from delta_docs where kind = ?').pluck()
    const main = tableOf(kind, 'main')
    this.#merge = db.prepare(`insert into ${main} (${main}, rank) values ('merge', ${MERGE_PAGES})`)
    this.#count = db.prepare('update marks set docs = docs + ? where kind = ?')
  }

  /** Adds rows that are not in the index. @param docs in the order of their numbers, which is much faster */
  add(docs: readonly Doc[], part: Part): void {
    for (const { rid, at, text } of docs) {
      const doc = docNumber(rid, at)
      this.#parts[part].insert.run(doc, text)
      if (part === 'delta') this.#note.run(this.#kind, doc)
    }
    this.#count.run(docs.length, this.#kind)
  }

  /** @param at the time the row had when it was added. Rows that are not in the index do not matter. */
  remove(rid: number, at: number): void {
    this.removeDoc(docNumber(rid, at))
  }

  removeDoc(doc: number): void {
    const removed = this.#parts.main.remove.run(doc).changes + this.#parts.delta.remove.run(doc).changes
    this.#unnote.run(this.#kind, doc)
    if (removed > 0) this.#count.run(-removed, this.#kind)
  }

  /** The newest documents before `before` that answer an FTS5 expression, newest first. */
  find(expression: string, before: number, limit: number): number[] {
    const main = this.#parts.main.find.all(expression, before, limit)
    const delta = this.#parts.delta.find.all(expression, before, limit)
    return delta.length === 0 ? main : [...main, ...delta].sort((a, b) => b - a).slice(0, limit)
  }

  /** How many documents the small part holds. */
  get deltaSize(): number {
    return this.#countNoted.get(this.#kind) ?? 0
  }

  /** The first documents of the small part. */
  deltaDocs(limit: number): number[] {
    return this.#noted.all(this.#kind, limit)
  }

  /** Joins pieces of the large part. @returns whether there was something to join */
  merge(): boolean {
    const before = totalChanges(this.#db)
    this.#merge.run()
    return totalChanges(this.#db) - before > 1
  }
}

function partStatements(db: Connection, kind: Kind, part: Part): PartStatements {
  const table = tableOf(kind, part)
  return {
    insert: db.prepare(`insert into ${table} (rowid, text) values (cast(? as integer), ?)`),
    remove: db.prepare(`delete from ${table} where rowid = cast(? as integer)`),
    find: db
      .prepare<[string, number, number], number>(
        `select rowid from ${table} where ${table} match ? and rowid < cast(? as integer) order by rowid desc limit ?`,
      )
      .pluck(),
  }
}

const totalChanges = (db: Connection): number => db.prepare<[], number>('select total_changes()').pluck().get() ?? 0
