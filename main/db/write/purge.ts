import type Sqlite from 'better-sqlite3'
import type { Outcome, PullAnswer } from '#shared/replication/protocol.ts'
import { LEAD_TABLES, TABLE_NAMES } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { Vaulted } from '../calls.ts'
import type { WriteContext } from './context.ts'
import type { OutboxEntry } from './outbox.ts'
import { isSilent } from './push.ts'
import { DRAFT } from './vault.ts'

/** Innermost first, so that what is found through a parent is found before the parent goes. */
const SUBTREE = TABLE_NAMES.filter((table) => LEAD_TABLES.includes(table)).toReversed()

type Holder = Omit<PullAnswer['revoked'][number], 'lead_id'>

interface Draft {
  conversation_id: string
  body: string
  mode: string
  updated_at: number
}

/** Takes leads out of the cache with everything that hangs on them; what the rep had not sent goes to the vault. */
export class Purge {
  readonly #context: WriteContext
  readonly #queuedOn: Map<TableName, Sqlite.Statement<[string, string], number>>
  readonly #delete: Sqlite.Statement<[string]>[]
  readonly #drafts: Sqlite.Statement<[string], Draft>
  readonly #removeDraft: Sqlite.Statement<[string]>
  readonly #removeFiles: Sqlite.Statement<[string]>
  readonly #deleteMessages: Sqlite.Statement<[string]>

  constructor(context: WriteContext) {
    this.#context = context
    const { db } = context
    this.#queuedOn = new Map(
      (['leads', ...SUBTREE] as const).map((table) => [
        table,
        db.prepare<[string, string], number>(queuedOnSql(table)).pluck(),
      ]),
    )
    this.#delete = [...SUBTREE.map(deleteSql), 'delete from leads where id = ?'].map((sql) => db.prepare<[string]>(sql))
    this.#drafts = db.prepare(
      'select d.* from drafts as d join conversations as c on c.id = d.conversation_id where c.lead_id = ?',
    )
    this.#removeFiles = db.prepare(
      'delete from outgoing_files where conversation_id in (select id from conversations where lead_id = ?)',
    )
    this.#removeDraft = db.prepare('delete from drafts where conversation_id = ?')
    this.#deleteMessages = db.prepare(
      'delete from messages where conversation_rid = (select rid from conversations where id = ?)',
    )
  }

  /**
   * @param holder who has the lead now and since when, as far as that is known
   * @returns what was vaulted
   */
  lead(leadId: string, why: Vaulted['why'], holder: Holder = { owner_id: null }): Vaulted[] {
    const { mergeLog, outbox, rebase, saveStates } = this.#context
    mergeLog.forget(leadId)
    const seqs = [...new Set([...this.#queuedOn.values()].flatMap((statement) => statement.all(leadId, leadId)))]
    const keys = seqs.flatMap((seq) => rebase.rowsOf(seq))
    const vaulted = [
      ...this.#vaultQueued(seqs, leadId, why, holder),
      ...this.#vaultDrafts(leadId, why, holder.owner_id),
    ]
    this.#context.discarded.leadGone(leadId, why, holder.owner_id)
    this.#context.arrivals.leadGone(leadId)
    this.#context.absence.leadGone(leadId)
    saveStates.changed(keys)
    this.#removeFiles.run(leadId)
    rebase.around(keys, () => {
      for (const seq of seqs) outbox.remove(seq)
      for (const statement of this.#delete) statement.run(leadId)
    })
    return vaulted
  }

  /** The messages of a conversation that was deleted by itself. */
  messagesOf(conversationId: string): void {
    this.#deleteMessages.run(conversationId)
  }

  #vaultQueued(seqs: number[], lead_id: string, why: Vaulted['why'], holder: Holder): Vaulted[] {
    const { outbox, vault } = this.#context
    return seqs.flatMap((seq) => {
      const entry = outbox.get(seq)
      if (!entry || entry.state === 'settled' || isSilent(entry.name)) return []
      const { name, args, at } = entry
      const outcome = entry.outcome ?? lostClaim(entry, holder)
      vault.keep({ name, args, at, outcome, lead_id, owner_id: holder.owner_id, why })
      return [{ lead_id, name, why }]
    })
  }

  #vaultDrafts(lead_id: string, why: Vaulted['why'], owner_id: string | null): Vaulted[] {
    const { touched, vault } = this.#context
    return this.#drafts.all(lead_id).map(({ conversation_id, body, mode, updated_at }) => {
      const args = JSON.stringify({ conversation_id, body, mode })
      vault.keep({ name: DRAFT, args, at: updated_at, outcome: null, lead_id, owner_id, why })
      this.#removeDraft.run(conversation_id)
      touched.outbox()
      touched.draft(conversation_id)
      return { lead_id, name: DRAFT, why }
    })
  }
}

/** What the server would say of a claim that comes too late, as JSON; null for any other change. */
function lostClaim({ seq, name }: OutboxEntry, { owner_id, at }: Holder): string | null {
  if (name !== 'lead.claim' || owner_id === null) return null
  const details = { owner_id, claimed_at: at ?? null }
  const outcome: Outcome = { seq, result: 'conflict', xid: '0', code: 'already_claimed', message: null, details }
  return JSON.stringify(outcome)
}

/** Queued changes on rows of a lead, as they stand or as the server has them. */
function queuedOnSql(table: TableName): string {
  const column = table === 'leads' ? 'id' : 'lead_id'
  return `select q.seq from outbox_rows as q join ${table} as t on t.id = q.row_id
    where q.table_name = '${table}' and t.${column} = ?
    union select q.seq from outbox_rows as q join shadows as s on s.table_name = q.table_name and s.row_id = q.row_id
    where q.table_name = '${table}' and s.row ->> '${column}' = ?`
}

/** Messages are found through their conversation, by row number; only those without one by the lead's id. */
function deleteSql(table: TableName): string {
  if (table !== 'messages') return `delete from ${table} where lead_id = ?`
  return `with gone (lead_id) as (select ?) delete from messages where rid in (
    select m.rid from gone join conversations as c on c.lead_id = gone.lead_id
      join messages as m on m.conversation_rid = c.rid
    union all select m.rid from gone join messages as m on m.conversation_rid is null and m.lead_id = gone.lead_id)`
}
