/** What the server did, checked against its ledger and a record of its writes that replication cannot touch. */
import type { Sql } from 'postgres'
import { TABLES } from '#shared/replication/tables.ts'
import type { MergeRule, TableName } from '#shared/replication/tables.ts'
import type { PushMutation } from '#shared/replication/protocol.ts'
import type { Pushes } from './pushes.ts'
import { Violation } from './violation.ts'

export interface Settlement {
  n: string
  step: number
  desk: string
  slot: number
  client_id: string
  seq: string
  mutation_id: string
  name: string
  result: string
  code: string | null
  details: { overwritten?: Record<string, unknown> } | null
  xid: string
  generation: string
}

interface Write {
  step: number
  actor: string
  slot: number
  xid: string
  relation: string
  row_id: string
  old: Record<string, unknown> | null
  new: Record<string, unknown> | null
  last_inbound_id: string | null
}

/** Reads the record of one organisation and checks it. Returns the settlements. */
export async function checkLedger(sql: Sql, organizationId: string, pushes: Pushes): Promise<Settlement[]> {
  const [settlements, writes] = await Promise.all([
    sql<Settlement[]>`
      select s.*, s.xid::text as xid from simulator.settlements s
      where s.client_id = any (${[...pushes.clients]}::uuid[]) order by s.n`,
    sql<Write[]>`
      select w.step, w.actor, w.slot, w.xid::text as xid, w.relation, w.row_id, w.old, w.new, w.last_inbound_id
      from simulator.writes w where w.organization_id = ${organizationId} and w.actor not in ('', 'office') order by w.n`,
  ])
  checkOrder(settlements)
  checkOnce(settlements)
  const bySettlement = Map.groupBy(writes, ({ xid, slot }) => `${xid}/${slot}`)
  const settled = new Set(settlements.map(({ xid, slot }) => `${xid}/${slot}`))
  for (const [key, [write]] of bySettlement) {
    if (!settled.has(key))
      throw once(`step ${write!.step} wrote ${write!.relation}/${write!.row_id} and the ledger has no entry for it`)
  }
  for (const settlement of settlements) {
    const mutation = pushes.get(settlement.mutation_id)
    if (settlement.result !== 'applied' || !mutation) continue
    checkEffect(mutation, settlement, bySettlement.get(`${settlement.xid}/${settlement.slot}`) ?? [])
  }
  return settlements
}

const once = (message: string) => new Violation('exactly once, in order', message)
const lost = (message: string) => new Violation('conservation', message)

/**
 * Every desk's changes in the order of their numbers; after a restore a desk may begin again further back. An entry that
 * repeats how the change ended under another client settles nothing anew.
 */
function checkOrder(settlements: Settlement[]): void {
  const last = new Map<string, number>()
  const known = new Set<string>()
  for (const { desk, client_id, seq, mutation_id, generation, step } of settlements) {
    const entry = `${client_id} ${seq} ${generation}`
    if (known.has(entry)) throw once(`step ${step} settled change ${seq} a second time`)
    known.add(entry)
    const id = `${mutation_id} ${generation}`
    if (known.has(id)) continue
    known.add(id)
    const key = `${desk} ${generation}`
    const previous = last.get(key) ?? 0
    if (Number(seq) < previous) throw once(`step ${step} settled change ${seq} after change ${previous}`)
    last.set(key, Number(seq))
  }
}

/** A change takes effect once, under whatever client and number it was sent. */
function checkOnce(settlements: Settlement[]): void {
  const applied = new Map<string, Settlement>()
  for (const settlement of settlements) {
    if (settlement.result !== 'applied') continue
    const { client_id, seq, mutation_id, generation, name, step } = settlement
    const id = `${mutation_id} ${generation}`
    const earlier = applied.get(id)
    if (earlier && earlier.xid !== settlement.xid) {
      throw once(
        `${name} was applied in step ${earlier.step} (${earlier.client_id}, ${earlier.seq}) and in step ${step} (${client_id}, ${seq})`,
      )
    }
    applied.set(id, settlement)
  }
}

type Args = Record<string, unknown> & { set?: Record<string, unknown>; base?: Record<string, unknown> }

/** A change did what it may, and what it replaced can be found again. */
function checkEffect(mutation: PushMutation, settlement: Settlement, writes: Write[]): void {
  const args = mutation.args as Args
  if (mutation.name === 'message.send') checkSent(args, settlement, writes)
  const edited = EDITED[mutation.name]
  if (!edited) return
  const id = args[edited.id] as string
  const write = writes.find(({ relation, row_id, old }) => relation === edited.table && row_id === id && old)
  if (!write?.old || !write.new) return
  for (const [column, base] of Object.entries(args.base ?? {})) {
    const { old, new: after } = write
    if (same(old[column], base) || same(old[column], after[column])) continue
    checkLoss(edited.table, column, { base, old: old[column], new: after[column] }, settlement)
  }
}

const EDITED: Partial<Record<string, { table: TableName; id: string }>> = {
  'lead.edit': { table: 'leads', id: 'lead_id' },
  'note.edit': { table: 'notes', id: 'note_id' },
  'conversation.assign': { table: 'conversations', id: 'conversation_id' },
  'conversation.close': { table: 'conversations', id: 'conversation_id' },
  'conversation.reopen': { table: 'conversations', id: 'conversation_id' },
  'template.edit': { table: 'message_templates', id: 'template_id' },
  'tag.edit': { table: 'tags', id: 'tag_id' },
  'saved_view.edit': { table: 'saved_views', id: 'saved_view_id' },
  'product.edit': { table: 'products', id: 'product_id' },
}

interface Replaced {
  base: unknown
  old: unknown
  new: unknown
}

/** The rep had not seen the value that this write replaced. */
function checkLoss(table: TableName, column: string, value: Replaced, { step, details }: Settlement): void {
  const rule = (TABLES[table] as Record<string, { rule: MergeRule }>)[column]?.rule
  const what = `step ${step} replaced ${table}.${column} ${JSON.stringify(value.old)}`
  if (rule === 'last_writer') {
    if (!same(details?.overwritten?.[column], value.old)) throw lost(`${what} and kept no trace of it`)
  } else if (rule === 'text') {
    const base = String(value.base).split('\n')
    const merged = String(value.new).split('\n')
    const dropped = String(value.old)
      .split('\n')
      .find((line) => !base.includes(line) && !merged.includes(line))
    if (dropped !== undefined) throw lost(`${what}: the line ${JSON.stringify(dropped)} is gone`)
  } else if (rule === 'set') {
    const dropped = (value.old as unknown[]).find(
      (entry) => !(value.base as unknown[]).includes(entry) && !(value.new as unknown[]).includes(entry),
    )
    if (dropped !== undefined) throw lost(`${what}: ${JSON.stringify(dropped)} is gone`)
  } else {
    throw lost(`${what}, which is guarded and the rep had not seen`)
  }
}

function checkSent(args: Args, { step }: Settlement, writes: Write[]): void {
  const message = writes.find(
    ({ relation, row_id, old }) => relation === 'messages' && row_id === args['message_id'] && !old,
  )
  if (!message?.new) return
  if ('seen_inbound_id' in args && args['seen_inbound_id'] !== message.last_inbound_id) {
    throw lost(`step ${step} sent a reply though the customer had written what the rep had not seen`)
  }
  if (message.new['sender_id'] !== message.actor) throw lost(`step ${step} sent a message in another name`)
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
