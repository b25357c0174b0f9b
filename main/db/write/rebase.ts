import type Sqlite from 'better-sqlite3'
import { applyMutation } from '#shared/domain/mutations.ts'
import type { Connection } from '../connection.ts'
import type { CacheRows } from './cache-rows.ts'
import { Recorder, keyText } from './recorder.ts'
import type { Effect, RowKey } from './recorder.ts'
import type { Shadows } from './shadows.ts'

interface Closure {
  rows: Map<string, RowKey>
  /** Shown changes that touch these rows, in client order. */
  seqs: number[]
}

interface Queued {
  seq: number
  name: string
  args: string
  at: number
}

/**
 * Holds the invariant of the cache: a row shows what the server sent with the shown queued changes applied in client
 * order, local = fold(shadow, queued), after every transaction.
 */
export class Rebase {
  readonly #rows: CacheRows
  readonly #shadows: Shadows
  readonly #userId: string
  readonly #seqsOf: Sqlite.Statement<[string, string], number>
  readonly #rowsOf: Sqlite.Statement<[number], RowKey>
  readonly #boundRowsOf: Sqlite.Statement<[number], RowKey>
  readonly #queued: Sqlite.Statement<[number], Queued>
  readonly #forget: Sqlite.Statement<[number]>
  readonly #record: Sqlite.Statement<[number, string, string, Effect]>

  constructor(db: Connection, rows: CacheRows, shadows: Shadows, userId: string) {
    this.#rows = rows
    this.#shadows = shadows
    this.#userId = userId
    this.#seqsOf = db
      .prepare<[string, string], number>(
        `select r.seq from outbox_rows as r join outbox as o on o.seq = r.seq
         where r.table_name = ? and r.row_id = ? and o.shown`,
      )
      .pluck()
    this.#rowsOf = db.prepare('select table_name as "table", row_id as id from outbox_rows where seq = ?')
    this.#boundRowsOf = db.prepare(
      `select r.table_name as "table", r.row_id as id from outbox_rows as r
       where r.seq = ? and (r.effect <> 'read' or exists (
         select 1 from outbox_rows as w join outbox as o on o.seq = w.seq
         where w.table_name = r.table_name and w.row_id = r.row_id and w.effect <> 'read' and o.shown))`,
    )
    this.#queued = db.prepare('select seq, name, args, at from outbox where seq = ?')
    this.#forget = db.prepare('delete from outbox_rows where seq = ?')
    this.#record = db.prepare('insert into outbox_rows (seq, table_name, row_id, effect) values (?, ?, ?, ?)')
  }

  /** Applies a change that was just queued, on top of everything before it. Returns whether it changed anything. */
  apply(queued: Queued): boolean {
    const recorder = new Recorder(this.#rows, this.#shadows)
    const args: unknown = JSON.parse(queued.args)
    applyMutation(recorder, { name: queued.name, args }, { userId: this.#userId, at: queued.at })
    this.#forget.run(queued.seq)
    for (const { table, id, effect } of recorder.effects.values()) this.#record.run(queued.seq, table, id, effect)
    return recorder.changed
  }

  /** Rows that a queued change touched when it was last applied. */
  rowsOf(seq: number): RowKey[] {
    return this.#rowsOf.all(seq)
  }

  /**
   * Rows through which a queued change hangs together with others: those it wrote, and those it read that some queued
   * change writes. A row that is only read binds nobody: a thousand notes on one lead are a thousand separate changes.
   */
  boundRowsOf(seq: number): RowKey[] {
    return this.#boundRowsOf.all(seq)
  }

  /**
   * Runs `change`, which may write server rows among `seeds` and change which of the queued changes on them are shown,
   * with the server's rows in place, and replays the queue on the result. Everything that hangs together with the seeds
   * through queued changes is restored and replayed, nothing else.
   */
  around(seeds: readonly RowKey[], change: () => void): void {
    const before = this.#closureOf(seeds)
    this.#restore(before)
    change()
    this.#replay([...before.rows.values()])
  }

  #replay(seeds: readonly RowKey[]): void {
    const closure = this.#closureOf(seeds)
    this.#restore(closure)
    for (const seq of closure.seqs) {
      const queued = this.#queued.get(seq)
      if (queued) this.apply(queued)
    }
    // On other server rows a change may touch other rows than it did; changes queued on those have to follow it.
    const reached = closure.seqs
      .flatMap((seq) => this.boundRowsOf(seq))
      .filter((key) => !closure.rows.has(keyText(key)))
    const overlooked = reached.filter((key) =>
      this.#seqsOf.all(key.table, key.id).some((seq) => !closure.seqs.includes(seq)),
    )
    if (overlooked.length > 0) this.#replay([...closure.rows.values(), ...overlooked])
  }

  #restore(closure: Closure): void {
    for (const key of closure.rows.values()) this.#shadows.restore(key)
  }

  #closureOf(seeds: readonly RowKey[]): Closure {
    const rows = new Map(seeds.map((key) => [keyText(key), key]))
    const seqs = new Set<number>()
    const unvisited = [...rows.values()]
    for (let key = unvisited.pop(); key; key = unvisited.pop()) {
      for (const seq of this.#seqsOf.all(key.table, key.id)) {
        if (seqs.has(seq)) continue
        seqs.add(seq)
        for (const other of this.boundRowsOf(seq)) {
          if (rows.has(keyText(other))) continue
          rows.set(keyText(other), other)
          unvisited.push(other)
        }
      }
    }
    return { rows, seqs: [...seqs].sort((a, b) => a - b) }
  }
}
