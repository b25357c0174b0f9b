/** Views of which the rep keeps every message on this device. */
import type Sqlite from 'better-sqlite3'
import { canonicalJson } from '../canonical-json.ts'
import type { ViewOfInbox } from '../calls.ts'
import { historyEdges } from '../history-edge.ts'
import type { WriteContext } from './context.ts'

export class KeptViews {
  readonly #context: WriteContext
  readonly #edgeOf: ReturnType<typeof historyEdges>
  readonly #add: Sqlite.Statement<[string, number], number>
  readonly #remove: Sqlite.Statement<[number]>
  readonly #conversation: Sqlite.Statement<[string], { id: string; rid: number }>
  readonly #forgetHistory: Sqlite.Statement<[string]>
  readonly #removeOlder: Sqlite.Statement<[number, number]>

  constructor(context: WriteContext) {
    const { db } = context
    this.#context = context
    this.#edgeOf = historyEdges(db)
    this.#add = db
      .prepare<[string, number], number>(
        `insert into kept_views (view, at) values (?, ?) on conflict (view) do update set view = excluded.view returning id`,
      )
      .pluck()
    this.#remove = db.prepare('delete from kept_views where id = ?')
    this.#conversation = db.prepare('select id, rid from conversations where id = ?')
    this.#forgetHistory = db.prepare('delete from message_history where conversation_id = ?')
    this.#removeOlder = db.prepare(
      `delete from messages where conversation_rid = ? and created_at < ?
       and not exists (select 1 from outbox_rows where table_name = 'messages' and row_id = messages.id)`,
    )
  }

  /** @returns its number; that of the same view where it is kept already */
  add(view: ViewOfInbox, at: number): number {
    return this.#add.get(canonicalJson(view), at)!
  }

  remove(id: number): void {
    this.#remove.run(id)
  }

  /** Takes what was fetched of these conversations back to the window that every scan brings. */
  trim(ids: readonly string[], now: number): void {
    const { saveStates } = this.#context
    for (const id of ids) {
      const conversation = this.#conversation.get(id)
      if (!conversation || this.#forgetHistory.run(id).changes === 0) continue
      const { fromAt } = this.#edgeOf(conversation, now)
      if (fromAt !== null) this.#removeOlder.run(conversation.rid, fromAt)
      saveStates.changed([{ table: 'conversations', id }])
    }
  }
}
