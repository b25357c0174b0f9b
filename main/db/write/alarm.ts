import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'

/** Opens conversations again whose snooze has run out, for this device to see: the server says the same in its time. */
export class Alarm {
  readonly #wake: Sqlite.Statement<[number]>
  readonly #next: Sqlite.Statement<[], number | null>

  constructor(db: Connection) {
    this.#wake = db.prepare(
      `update conversations set woken_until = snoozed_until where shown_status = 'snoozed' and snoozed_until <= ?`,
    )
    this.#next = db
      .prepare<[], number | null>(`select min(snoozed_until) from conversations where shown_status = 'snoozed'`)
      .pluck()
  }

  /**
   * @param now milliseconds since 1970
   * @returns when the next snooze runs out; null when nothing is snoozed
   */
  ring(now: number): number | null {
    this.#wake.run(now)
    return this.#next.get() ?? null
  }
}
