import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'

/** After this long nothing is told any more that could have been told before. */
const KEPT_MS = 30 * 24 * 3_600_000

/** What the rep was told of on this device, and what they put off that nobody else knows of. */
export class Told {
  readonly #keep: Sqlite.Statement<[string, number]>
  readonly #forget: Sqlite.Statement<[number]>
  readonly #putOff: Sqlite.Statement<[string, number | null]>

  constructor(db: Connection) {
    this.#keep = db.prepare('insert into told values (?, ?) on conflict do nothing')
    this.#forget = db.prepare('delete from told where at < ?')
    this.#putOff = db.prepare(
      'insert into put_off values (?, ?) on conflict (key) do update set until = excluded.until',
    )
  }

  mark(keys: readonly string[], at: number): void {
    for (const key of keys) this.#keep.run(key, at)
    this.#forget.run(at - KEPT_MS)
  }

  /** @param until null: for good */
  putOff(key: string, until: number | null): void {
    this.#putOff.run(key, until)
  }
}
