/** Older messages, fetched on demand. */
import type Sqlite from 'better-sqlite3'
import type { HistoryStart } from '#shared/replication/protocol.ts'
import type { HistoryPage } from '../calls.ts'
import { historyEdges } from '../history-edge.ts'
import type { WriteContext } from './context.ts'
import { checkedAnswer, rowEncoder } from './wire.ts'

export class History {
  readonly #context: WriteContext
  readonly #edgeOf: ReturnType<typeof historyEdges>
  readonly #conversation: Sqlite.Statement<[string], { id: string; rid: number }>
  readonly #oldest: Sqlite.Statement<[number], number | null>
  readonly #keep: Sqlite.Statement<[string, number, number]>
  readonly #forgetAll: Sqlite.Statement<[]>

  constructor(context: WriteContext) {
    const { db } = context
    this.#context = context
    this.#edgeOf = historyEdges(db)
    this.#conversation = db.prepare('select id, rid from conversations where id = ?')
    this.#oldest = db
      .prepare<[number], number | null>('select min(created_at) from messages where conversation_rid = ?')
      .pluck()
    this.#keep = db.prepare(
      `insert into message_history (conversation_id, from_at, complete) values (?, ?, ?)
       on conflict (conversation_id) do update set from_at = excluded.from_at, complete = excluded.complete`,
    )
    this.#forgetAll = db.prepare('delete from message_history')
  }

  /** Where to go on; null when there is nothing to fetch. */
  start(conversationId: string, now: number): HistoryStart | null {
    const { cursor } = this.#context.meta
    const conversation = this.#conversation.get(conversationId)
    if (!conversation || cursor.snapshot === null) return null
    const { fromAt, complete } = this.#edgeOf(conversation, now)
    if (complete) return null
    return { before: fromAt ?? this.#oldest.get(conversation.rid) ?? null, cursor }
  }

  /**
   * Keeps a page that was asked for at `start`. Rows that are here already stay: they are as new or newer.
   * @returns whether it was kept; not when a round was applied meanwhile, which may have removed what the page still has
   * @throws `incompatible`
   */
  keep({ conversationId, start, answer, complete }: HistoryPage): boolean {
    const { rows, meta, saveStates } = this.#context
    const conversation = this.#conversation.get(conversationId)
    if (!conversation || meta.cursor.snapshot !== start.cursor.snapshot) return false
    let fromAt = start.before
    for (const { table, columns, rows: text } of checkedAnswer(answer).tables) {
      if (table !== 'messages') continue
      const encodeRow = rowEncoder(table, columns)
      const [idAt, createdAt] = [columns.indexOf('id'), columns.indexOf('created_at')]
      for (const row of JSON.parse(text) as unknown[][]) {
        fromAt = Math.min(fromAt ?? Infinity, row[createdAt] as number)
        if (!rows.get('messages', row[idAt] as string)) rows.putValues('messages', encodeRow(row), meta.round)
      }
    }
    this.#keep.run(conversationId, fromAt ?? 0, complete ? 1 : 0)
    saveStates.changed([{ table: 'conversations', id: conversationId }])
    return true
  }

  /** A scan has brought every conversation back to its window. */
  forgetAll(): void {
    this.#forgetAll.run()
  }
}
