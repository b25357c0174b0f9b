import type Sqlite from 'better-sqlite3'
import type { Connection } from '../connection.ts'
import type { Touched } from '../touched.ts'
import type { RowKey } from './recorder.ts'

/** Tells the live queries of rows whose save state changed though they themselves did not. */
export class SaveStates {
  readonly #touched: Touched
  readonly #conversation: Sqlite.Statement<[string], number>
  readonly #leadOf: Record<'messages' | 'notes', Sqlite.Statement<[string], string>>

  constructor(db: Connection, touched: Touched) {
    this.#touched = touched
    this.#conversation = db.prepare<[string], number>('select at from conversations where id = ?').pluck()
    const leadOf = (table: string) => db.prepare<[string], string>(`select lead_id from ${table} where id = ?`).pluck()
    this.#leadOf = { messages: leadOf('messages'), notes: leadOf('notes') }
  }

  changed(keys: readonly RowKey[]): void {
    this.#touched.outbox()
    for (const { table, id } of keys) {
      if (table === 'conversations') {
        const at = this.#conversation.get(id)
        if (at !== undefined) this.#touched.conversation(id, at)
      } else if (table === 'messages' || table === 'notes') {
        const lead = this.#leadOf[table].get(id)
        if (lead !== undefined) this.#touched.lead(lead)
      }
    }
  }
}
