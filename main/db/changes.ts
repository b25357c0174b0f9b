/** What a transaction changed, as told to the live queries. */
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'

/** Above this many ids a change set says `all`: re-running a query is then cheaper than asking about each id. */
export const MAX_CHANGED_IDS = 500

export type ChangedIds = string[] | 'all'

/**
 * What one transaction (or one chunk of a large round) changed. Small and serialisable. Denormalised effects count: a
 * renamed lead touches its conversations, for their rows show the name.
 */
export interface ChangeSet {
  /** Ids of the rows written or removed, per table; a table that is absent was not touched. */
  tables: Partial<Record<TableName, ChangedIds>>
  /** Conversations that show something else of themselves or their lead: rows, messages, notes, files, save states. */
  conversations: ChangedIds
  /** Leads whose row, notes or other rows changed. */
  leads: ChangedIds
  /** Inbox positions (`InboxKey.at`) that the changed conversations had before and have now. */
  inbox: number[] | 'all'
  /** Queued changes came, went or changed state; also items of the list that needs attention. */
  outbox: boolean
  /** Conversations whose draft changed. */
  drafts: string[]
  /** An absence ended, or its digest was dismissed. */
  away: boolean
  /** The search index has moved on: it has taken in its log up to this entry. */
  search?: { seen: number }
}

export function emptyChanges(): ChangeSet {
  return { tables: {}, conversations: [], leads: [], inbox: [], outbox: false, drafts: [], away: false }
}

/** As if everything had changed: nothing is known of what did. */
export function everythingChanged(): ChangeSet {
  const tables = Object.fromEntries(TABLE_NAMES.map((table) => [table, 'all' as const]))
  return { tables, conversations: 'all', leads: 'all', inbox: 'all', outbox: true, drafts: [], away: true }
}

/** Whether nothing changed at all. */
export function isEmpty(changes: ChangeSet): boolean {
  return (
    Object.keys(changes.tables).length === 0 &&
    changes.conversations.length === 0 &&
    changes.leads.length === 0 &&
    changes.inbox.length === 0 &&
    !changes.outbox &&
    !changes.away &&
    changes.drafts.length === 0
  )
}
