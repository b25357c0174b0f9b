import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'

/** What this device keeps for the next start: texts under names that those who keep them choose. */
export class Kept {
  readonly #set: Sqlite.Statement<[string, string]>
  readonly #remove: Sqlite.Statement<[string]>

  constructor(db: Connection) {
    this.#set = db.prepare('insert into kept values (?, ?) on conflict (key) do update set value = excluded.value')
    this.#remove = db.prepare('delete from kept where key = ?')
  }

  /** @param value null forgets it */
  keep(key: string, value: string | null): void {
    if (value === null) this.#remove.run(key)
    else this.#set.run(key, value)
  }
}
