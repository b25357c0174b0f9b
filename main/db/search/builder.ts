import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'
import { KINDS, KIND_SPECS, docNumber, rowOfDoc } from './kinds.ts'
import type { Doc, Kind } from './kinds.ts'
import type { Names } from './names.ts'
import type { TextIndex } from './text-index.ts'

/** Rows read or added in one step: between two steps searches are answered. */
const STEP_ROWS = 400
/** Rows moved from the small part in one step: removing them there is what takes time. */
const FOLD_ROWS = 50
/** Rows sorted and added as one piece of the large part; as many are read again after a crash. */
const PIECE_ROWS = 20_000
/** Fewer new rows than this go to the small part. */
const SMALL = 2000
/** Changes of the log taken in together. */
const LOG_ROWS = 500
/** The small part is moved into the large one beyond this size. */
const FOLD_AT = 4000

interface LogEntry {
  n: number
  kind: Kind
  rid: number
  at: number
}

type Values = Record<string, string | number | null> & { rid: number; at: number }

interface Source {
  after: Sqlite.Statement<[number, number], Values>
  these: Sqlite.Statement<[string], Values>
  last: Sqlite.Statement<[], number | null>
}

export type Indexes = Record<Kind, TextIndex>

/**
 * Brings the index to where the cache is. What it knows of the cache is two kinds of marks, kept in the transaction that
 * adds the rows: the last row read of each table, and the last entry read of the log of changed and removed rows. After a
 * crash it goes on from there.
 */
export class Builder {
  readonly #db: Connection
  readonly #indexes: Indexes
  readonly #names: Names
  readonly #sources: Record<Kind, Source>
  readonly #log: Sqlite.Statement<[number, number], LogEntry>
  readonly #mark: Sqlite.Statement<[Kind], number>
  readonly #setMark: Sqlite.Statement<[number, Kind]>
  readonly #logMark: Sqlite.Statement<[], number>
  readonly #setLogMark: Sqlite.Statement<[string]>

  constructor(db: Connection, cache: Connection, indexes: Indexes, names: Names) {
    this.#db = db
    this.#indexes = indexes
    this.#names = names
    this.#sources = Object.fromEntries(KINDS.map((kind) => [kind, sourceOf(cache, kind)])) as Record<Kind, Source>
    this.#log = cache.prepare('select n, kind, rid, at from search_log where n > ? order by n limit ?')
    this.#mark = db.prepare<[Kind], number>('select rid from marks where kind = ?').pluck()
    this.#setMark = db.prepare('update marks set rid = ? where kind = ?')
    this.#logMark = db.prepare<[], number>(`select cast(value as integer) from meta where key = 'log'`).pluck()
    this.#setLogMark = db.prepare(`update meta set value = ? where key = 'log'`)
  }

  /** The last entry of the log that was taken in. */
  get logMark(): number {
    return this.#logMark.get() ?? 0
  }

  /** Takes in all there is, in steps of a few milliseconds. */
  *catchUp(): Generator<void> {
    yield* this.#changes()
    for (const kind of KINDS) yield* this.#news(kind)
  }

  /** What can wait until nothing is asked: the small parts moved into the large ones, and those made whole. */
  *tidy(): Generator<void> {
    for (const kind of KINDS) {
      if (this.#indexes[kind].deltaSize >= FOLD_AT) yield* this.#fold(kind)
      while (this.#indexes[kind].merge()) yield
    }
    this.#db.pragma('wal_checkpoint(passive)')
  }

  *#changes(): Generator<void> {
    for (;;) {
      const entries = this.#log.all(this.logMark, LOG_ROWS)
      this.#db.transaction(() => {
        for (const kind of KINDS) {
          const changed = entries.filter((entry) => entry.kind === kind)
          if (changed.length > 0) this.#again(kind, changed)
          this.#lowerMark(kind)
        }
        if (entries.length > 0) this.#setLogMark.run(String(entries.at(-1)!.n))
      })()
      if (entries.length < LOG_ROWS) return
      yield
    }
  }

  /** Removes changed rows, and adds those that are still there as they are now. */
  #again(kind: Kind, changed: readonly LogEntry[]): void {
    const index = this.#indexes[kind]
    for (const { rid, at } of changed) index.remove(rid, at)
    const mark = this.#mark.get(kind) ?? 0
    const rids = [...new Set(changed.map(({ rid }) => rid))].filter((rid) => rid <= mark)
    const docs = this.#docs(kind, this.#sources[kind].these.all(JSON.stringify(rids)))
    for (const { rid, at } of docs) index.remove(rid, at)
    index.add(docs, 'delta')
  }

  /** SQLite gives the number of a removed last row to the next one, which is then new. */
  #lowerMark(kind: Kind): void {
    const last = this.#sources[kind].last.get() ?? 0
    if ((this.#mark.get(kind) ?? 0) > last) this.#setMark.run(last, kind)
  }

  *#news(kind: Kind): Generator<void> {
    const { after, last } = this.#sources[kind]
    for (;;) {
      const mark = this.#mark.get(kind) ?? 0
      const isSmall = (last.get() ?? 0) - mark <= SMALL
      const rows: Values[] = []
      while (rows.length < PIECE_ROWS) {
        const read = after.all(rows.at(-1)?.rid ?? mark, STEP_ROWS)
        rows.push(...read)
        if (read.length < STEP_ROWS) break
        yield
      }
      if (rows.length === 0) return
      const docs = yield* this.#prepared(kind, rows)
      yield* this.#addPiece(kind, docs, isSmall, rows.at(-1)!.rid)
    }
  }

  *#prepared(kind: Kind, rows: readonly Values[]): Generator<void, Doc[]> {
    const docs: Doc[] = []
    for (let n = 0; n < rows.length; n += STEP_ROWS) {
      docs.push(...this.#docs(kind, rows.slice(n, n + STEP_ROWS)))
      yield
    }
    return docs.sort(byNumber)
  }

  /**
   * One transaction that stays open over several steps: nobody else writes this file, and a piece added in many
   * transactions would leave many fragments to search through.
   */
  *#addPiece(kind: Kind, docs: readonly Doc[], isSmall: boolean, mark: number): Generator<void> {
    this.#db.exec('begin immediate')
    try {
      for (let n = 0; n < docs.length; n += STEP_ROWS) {
        this.#indexes[kind].add(docs.slice(n, n + STEP_ROWS), isSmall ? 'delta' : 'main')
        yield
      }
      this.#setMark.run(mark, kind)
      this.#db.exec('commit')
    } finally {
      if (this.#db.inTransaction) this.#db.exec('rollback')
    }
  }

  *#fold(kind: Kind): Generator<void> {
    const index = this.#indexes[kind]
    for (;;) {
      const numbers = index.deltaDocs(FOLD_ROWS)
      if (numbers.length === 0) return
      const rows = this.#sources[kind].these.all(JSON.stringify(numbers.map(rowOfDoc)))
      const present = new Set(numbers)
      const docs = this.#docs(kind, rows).filter(({ rid, at }) => present.has(docNumber(rid, at)))
      this.#db.transaction(() => {
        for (const number of numbers) index.removeDoc(number)
        index.add(docs.sort(byNumber), 'main')
      })()
      yield
    }
  }

  #docs(kind: Kind, rows: readonly Values[]): Doc[] {
    const { text } = KIND_SPECS[kind]
    if (kind === 'lead') this.#names.learn(rows.map((row) => `${row['full_name'] ?? ''} ${row['company_name'] ?? ''}`))
    return rows.map((row) => ({ rid: row.rid, at: row.at, text: text(row) }))
  }
}

const byNumber = (a: Doc, b: Doc): number => docNumber(a.rid, a.at) - docNumber(b.rid, b.at)

function sourceOf(cache: Connection, kind: Kind): Source {
  const { table, at, columns } = KIND_SPECS[kind]
  const list = `t.rid, ${at === '0' ? '0' : `t.${at}`} as at, ${columns.join(', ')}`
  return {
    after: cache.prepare(`select ${list} from ${table} as t where t.rid > ? order by t.rid limit ?`),
    these: cache.prepare(`select ${list} from json_each(?) as j cross join ${table} as t on t.rid = j.value`),
    last: cache.prepare<[], number | null>(`select max(rid) from ${table}`).pluck(),
  }
}
