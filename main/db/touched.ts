/** Gathers what a transaction changes, seen by SQLite itself, so that no writer can forget to say so. */
import { LEAD_TABLES, TABLE_NAMES } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'
import { MAX_CHANGED_IDS, emptyChanges } from './changes.ts'
import type { ChangedIds, ChangeSet } from './changes.ts'
import type { Connection } from './connection.ts'

/** What one changed row says about its surroundings, as SQL over `new` or `old`. */
function surroundings(table: TableName, row: 'new' | 'old'): { lead: string; conversation: string; at: string } {
  const lead = table === 'leads' ? `${row}.id` : LEAD_TABLES.includes(table) ? `${row}.lead_id` : 'null'
  if (table === 'conversations') return { lead, conversation: `${row}.id`, at: `${row}.at` }
  if (table !== 'messages') return { lead, conversation: 'null', at: 'null' }
  // The inbox says who wrote last.
  const at = `(select c.at from conversations as c where c.rid = ${row}.conversation_rid)`
  return { lead, conversation: `${row}.conversation_id`, at }
}

/** Tables of a lead that each of its conversations shows: a thread is the lead's, over all its channels. */
const IN_EVERY_CONVERSATION: ReadonlySet<TableName> = new Set([
  'leads',
  'notes',
  'conversations',
  'messages',
  'stage_changes',
  'attachments',
])

export class Touched {
  readonly #tables = new Map<TableName, Set<string>>()
  readonly #conversations = new Set<string>()
  readonly #leads = new Set<string>()
  readonly #inbox = new Set<number>()
  readonly #drafts = new Set<string>()
  /** Leads whose change shows in all of their conversations. */
  readonly #shownLeads = new Set<string>()
  #conversationsOf: (leadId: string) => string[] = () => []
  #outbox = false
  #away = false

  /** Watches every replicated table of a connection through temporary triggers, which exist for that connection alone. */
  watch(db: Connection): void {
    db.function('leadline_touched', { directOnly: false }, (table, id, lead, conversation, at) => {
      this.#row(
        table as TableName,
        id as string,
        lead as string | null,
        conversation as string | null,
        at as number | null,
      )
      return null
    })
    const conversationsOf = db.prepare<[string], string>('select id from conversations where lead_id = ?').pluck()
    this.#conversationsOf = (leadId) => conversationsOf.all(leadId)
    for (const table of TABLE_NAMES) {
      const call = (row: 'new' | 'old') => {
        const { lead, conversation, at } = surroundings(table, row)
        return `select leadline_touched('${table}', ${row}.id, ${lead}, ${conversation}, ${at});`
      }
      const trigger = (event: string, body: string) =>
        db.exec(`create temp trigger touched_${table}_${event} after ${event} on main.${table} begin ${body} end`)
      trigger('insert', call('new'))
      trigger('delete', call('old'))
      trigger('update', table === 'conversations' ? call('old') + call('new') : call('new'))
    }
  }

  outbox(): void {
    this.#outbox = true
  }

  away(): void {
    this.#away = true
  }

  draft(conversationId: string): void {
    this.#drafts.add(conversationId)
  }

  /** A conversation whose save state changed, though its row did not. */
  conversation(id: string, at: number): void {
    this.#add(this.#conversations, id)
    this.#add(this.#inbox, at)
  }

  /** A lead one of whose timeline's items changed its save state. */
  lead(id: string): void {
    this.#add(this.#leads, id)
    this.#add(this.#shownLeads, id)
  }

  /** What was gathered since the last call. */
  take(): ChangeSet {
    const changes = emptyChanges()
    for (const [table, ids] of this.#tables) changes.tables[table] = listed(ids)
    changes.conversations = this.#shownConversations()
    changes.leads = listed(this.#leads)
    changes.inbox = this.#inbox.size > MAX_CHANGED_IDS ? 'all' : [...this.#inbox]
    changes.outbox = this.#outbox
    changes.away = this.#away
    changes.drafts = [...this.#drafts]
    this.clear()
    return changes
  }

  /** Forgets what was gathered: the transaction was rolled back. */
  clear(): void {
    this.#tables.clear()
    this.#conversations.clear()
    this.#leads.clear()
    this.#inbox.clear()
    this.#drafts.clear()
    this.#shownLeads.clear()
    this.#outbox = false
    this.#away = false
  }

  #row(table: TableName, id: string, lead: string | null, conversation: string | null, at: number | null): void {
    let ids = this.#tables.get(table)
    if (!ids) this.#tables.set(table, (ids = new Set()))
    this.#add(ids, id)
    if (lead !== null) this.#add(this.#leads, lead)
    if (lead !== null && IN_EVERY_CONVERSATION.has(table)) this.#add(this.#shownLeads, lead)
    if (conversation !== null) this.#add(this.#conversations, conversation)
    if (at !== null) this.#add(this.#inbox, at)
  }

  #shownConversations(): ChangedIds {
    if (this.#shownLeads.size > MAX_CHANGED_IDS) return 'all'
    for (const lead of this.#shownLeads) {
      for (const id of this.#conversationsOf(lead)) this.#add(this.#conversations, id)
    }
    return listed(this.#conversations)
  }

  /** One more than is listed already means "all"; the rest would only take memory. */
  #add<V>(set: Set<V>, value: V): void {
    if (set.size <= MAX_CHANGED_IDS) set.add(value)
  }
}

const listed = (ids: Set<string>): ChangedIds => (ids.size > MAX_CHANGED_IDS ? 'all' : [...ids])
