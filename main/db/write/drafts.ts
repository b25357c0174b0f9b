import type Sqlite from 'better-sqlite3'
import type { Draft } from '#shared/contract/read-models.ts'
import type { Connection } from '../connection.ts'
import type { Touched } from '../touched.ts'

/** What a rep has typed and not yet sent, per conversation; it never leaves this device. */
export class Drafts {
  readonly #touched: Touched
  readonly #save: Sqlite.Statement<[string, string, string, number]>
  readonly #remove: Sqlite.Statement<[string]>

  constructor(db: Connection, touched: Touched) {
    this.#touched = touched
    this.#save = db.prepare(
      `insert into drafts (conversation_id, body, mode, updated_at) values (?, ?, ?, ?)
       on conflict (conversation_id) do update set body = excluded.body, mode = excluded.mode, updated_at = excluded.updated_at`,
    )
    this.#remove = db.prepare('delete from drafts where conversation_id = ?')
  }

  /** An empty body deletes the draft. */
  save(conversationId: string, { body, mode }: Draft, at: number): void {
    if (body === '') this.#remove.run(conversationId)
    else this.#save.run(conversationId, body, mode, at)
    this.#touched.draft(conversationId)
  }
}
