/** How far back the messages of a conversation are here without a gap. */
import type { Connection } from './connection.ts'

/** What every scan brings at least, with all of the last 90 days (`app.pull_messages`). */
export const WINDOW_MESSAGES = 200
const WINDOW_MS = 90 * 24 * 60 * 60 * 1000

export interface HistoryEdge {
  /** From here on everything is here; null: everything that is here, for there is no more than the window. */
  fromAt: number | null
  /** Whether the server is known to have nothing older. */
  complete: boolean
}

/**
 * Finds the edge of a conversation. What was fetched on demand is remembered; else it is the window of the last scan, as
 * far as it is certain: single older rows may be here beyond it, because they were changed since.
 */
export function historyEdges(db: Connection): (conversation: { id: string; rid: number }, now: number) => HistoryEdge {
  const fetched = db.prepare<[string], { from_at: number; complete: number }>(
    'select from_at, complete from message_history where conversation_id = ?',
  )
  const windowEnd = db
    .prepare<[number], number>(
      `select created_at from messages where conversation_rid = ? order by created_at desc, rid desc
       limit 1 offset ${WINDOW_MESSAGES - 1}`,
    )
    .pluck()
  const oldestSince = db
    .prepare<[number, number], number | null>(
      'select min(created_at) from messages where conversation_rid = ? and created_at >= ?',
    )
    .pluck()
  return ({ id, rid }, now) => {
    const known = fetched.get(id)
    if (known) return { fromAt: known.from_at, complete: known.complete === 1 }
    const end = windowEnd.get(rid)
    if (end === undefined) return { fromAt: null, complete: false }
    return { fromAt: Math.min(end, oldestSince.get(rid, now - WINDOW_MS) ?? end), complete: false }
  }
}
