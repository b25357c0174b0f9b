/** A client for the property test: takes random steps and checks the cache's invariants after each. */
import { randomUUID } from 'node:crypto'
import assert from 'node:assert/strict'
import type { NewMutation } from '../calls.ts'
import { applyMutation } from '#shared/domain/mutations.ts'
import type { Outcome } from '#shared/replication/protocol.ts'
import { isVisible } from '#shared/replication/snapshot.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import { connect } from '../connection.ts'
import type { Connection } from '../connection.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import { decodeRow, selectList } from '../sql.ts'
import type { SqlValue } from '../sql.ts'
import { stagedAnswer } from '../staged-answer.ts'
import { conversation, lead, message, note } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { openWriter } from '../writer.ts'
import { NOBODY_WAITS } from './courtesy.ts'
import type { Writer } from '../writer.ts'
import { checkDerived } from './simulated-checks.ts'
import { MemoryRows, SimulatedServer } from './simulated-server.ts'

const TABLES: TableName[] = ['leads', 'conversations', 'messages', 'notes']
export const STEPS = [
  'send',
  'note',
  'edit',
  'edit',
  'delete',
  'claim',
  'rename',
  'read',
  'close',
  'assign',
  'push',
  'push',
  'lose',
  'pull',
  'pull',
  'server',
  'server',
  'revoke',
  'grant',
  'retry',
  'discard',
  'scan',
  'restore',
] as const
const RESULTS: Outcome['result'][] = ['applied', 'applied', 'conflict', 'held', 'rejected']

export interface Step {
  do: (typeof STEPS)[number]
  /** Which of the things it could be done to, and how. */
  pick: number
}

/** A cache and its server, and what must hold between them after every step. */
export class SimulatedClient {
  readonly #cache: TestCache
  readonly #server: SimulatedServer
  readonly #writer: Writer
  readonly #eye: Connection
  readonly #taken: { table: TableName; row: Row<TableName> }[] = []
  #base = new MemoryRows()
  #clock = 1000

  constructor(cache: TestCache) {
    this.#cache = cache
    this.#server = new SimulatedServer(cache.userId)
    this.#writer = openWriter({ ...cache, onChange: () => {}, courtesy: NOBODY_WAITS })
    this.#eye = connect(cache.file, { key: cache.key, readonly: true })
    for (let n = 0; n < 2; n++) {
      const owner = lead({ first_name: `Lead ${n}` })
      const chat = conversation({ lead_id: owner.id, unread_count: 1 })
      this.#server.write('leads', owner)
      this.#server.write('conversations', chat)
      this.#server.write('messages', message({ conversation_id: chat.id, lead_id: owner.id }))
      this.#server.write('notes', note({ lead_id: owner.id }))
    }
  }

  async take({ do: what, pick }: Step): Promise<void> {
    const { handlers } = this.#writer
    try {
      if (what === 'push') this.#push(pick, true)
      else if (what === 'lose') this.#push(pick, false)
      else if (what === 'pull') await this.#pull(pick % 3 === 0)
      else if (what === 'server') this.#serverEdits(pick)
      else if (what === 'revoke') this.#revoke(pick)
      else if (what === 'grant') this.#server.grant(this.#taken.splice(0))
      else if (what === 'retry') handlers.retryParked({ seq: this.#parked(pick) })
      else if (what === 'discard') handlers.discardParked({ seq: this.#parked(pick), at: this.#clock })
      else if (what === 'scan') handlers.resetScope({ reason: 'scope' })
      else if (what === 'restore') handlers.resetScope({ reason: 'generation' })
      else handlers.commit({ mutation: this.#mutation(what, pick), at: ++this.#clock })
    } catch (error) {
      // Refused: what it was meant for is not there. Anything else is a fault.
      if (!(error instanceof ExpectedError) || !['not_found', 'conflict', 'invalid_input'].includes(error.code))
        throw error
    }
    this.#check()
  }

  /** Pushes and pulls until nothing is left to do, accepting everything. */
  async heal(): Promise<void> {
    for (let n = 0; n < 3; n++) {
      this.#push(0, true)
      await this.#pull(false)
      this.#check()
    }
    const states = this.#eye.prepare<[], string>('select distinct state from outbox').pluck().all()
    assert.deepEqual(
      states.filter((state) => state !== 'parked'),
      [],
    )
    assert.deepEqual(
      this.#eye.prepare('select * from shadows where not exists (select 1 from outbox where shown)').all(),
      [],
    )
  }

  async end(): Promise<void> {
    this.#eye.close()
    await this.#writer.handlers.close(null)
    await this.#cache.dispose()
  }

  #check(): void {
    const expected = new MemoryRows()
    for (const { table, row } of this.#base.rows.values()) expected.put(table, row)
    const queued = this.#eye
      .prepare<[], { name: string; args: string; at: number }>(
        'select name, args, at from outbox where shown order by seq',
      )
      .all()
    for (const { name, args, at } of queued) {
      applyMutation(expected, { name, args: JSON.parse(args) as unknown }, { userId: this.#cache.userId, at })
    }
    for (const table of TABLES) assert.deepEqual(byId(this.#local(table)), byId(expected.of(table)))
    checkDerived(this.#eye, this.#cache.userId)
  }

  /** A confirmed change may leave the queue only when a pull has seen it: earlier, its effect would flicker back. */
  #checkKept(confirmed: { seq: number; xid: string }[]): void {
    const { snapshot } = this.#writer.handlers.cursor(null)
    const queued = new Set(this.#eye.prepare<[], number>('select seq from outbox').pluck().all())
    for (const { seq, xid } of confirmed) {
      assert.equal(queued.has(seq), snapshot === null || !isVisible(xid, snapshot), `change ${seq}`)
    }
  }

  #push(pick: number, isAnswered: boolean): void {
    const { handlers } = this.#writer
    const batch = handlers.leaseBatch({ limit: pick === 0 ? 1000 : 3 })
    const outcomes = batch.map((mutation, n) =>
      this.#server.push(mutation, RESULTS[pick === 0 ? 0 : (pick + n) % RESULTS.length]!),
    )
    if (!isAnswered) return void handlers.release({ isUnsent: false })
    handlers.settle({ outcomes })
    this.#checkKept(outcomes.filter(({ result }) => result === 'applied'))
  }

  async #pull(isRunning: boolean): Promise<void> {
    const { handlers } = this.#writer
    const from = handlers.cursor(null)
    const { answer, cursor } = this.#server.pull(from, isRunning)
    const settled = this.#eye
      .prepare<[], { seq: number; xid: string }>(`select seq, xid from outbox where state = 'settled'`)
      .all()
    await handlers.stagePage(stagedAnswer(answer))
    await handlers.applyRound({ cursor, at: 0 })
    this.#base = this.#server.at(cursor.snapshot!)
    if (from.snapshot !== null && answer.revoked.length === 0) this.#checkKept(settled)
  }

  #serverEdits(pick: number): void {
    const rows = this.#serverRows()
    const { table, row } = rows[pick % rows.length] ?? { table: 'leads', row: lead() }
    if (table === 'leads')
      this.#server.write(table, {
        ...(row as Row<'leads'>),
        lead_score: pick,
        owner_id: pick % 2 ? randomUUID() : null,
      })
    else if (table === 'conversations')
      this.#server.write(table, {
        ...(row as Row<'conversations'>),
        unread_count: pick % 3,
        status: pick % 4 ? 'open' : 'closed',
      })
    else if (table === 'notes') this.#server.write(table, { ...(row as Row<'notes'>), body: `server ${pick}` })
    else
      this.#server.write(
        'messages',
        message({
          conversation_id: (row as Row<'messages'>).conversation_id,
          lead_id: (row as Row<'messages'>).lead_id,
        }),
      )
  }

  #revoke(pick: number): void {
    const owner = this.#one(
      'leads',
      pick,
      this.#serverRows()
        .map(({ row }) => row)
        .filter((row): row is Row<'leads'> => 'lead_score' in row),
    )
    this.#taken.push(
      ...this.#serverRows().filter(({ row }) => row.id === owner.id || ('lead_id' in row && row.lead_id === owner.id)),
    )
    this.#server.revoke(owner.id)
  }

  #serverRows(): { table: TableName; row: Row<TableName> }[] {
    return [...this.#server.at('1000000:1000000:').rows.values()]
  }

  #mutation(what: Step['do'], pick: number): NewMutation {
    const chat = () => this.#one('conversations', pick).id
    const owner = () => this.#one('leads', pick).id
    const written = () => this.#one('notes', pick).id
    switch (what) {
      case 'send':
        return { name: 'message.send', args: { message_id: randomUUID(), conversation_id: chat(), body: `hi ${pick}` } }
      case 'note':
        return {
          name: 'note.create',
          args: { note_id: randomUUID(), lead_id: owner(), title: null, body: `note ${pick}`, type: 'general' },
        }
      case 'edit':
        return { name: 'note.edit', args: { note_id: written(), set: { body: `edit ${pick}` } } }
      case 'delete':
        return { name: 'note.delete', args: { note_id: written() } }
      case 'claim':
        return { name: 'lead.claim', args: { lead_id: owner() } }
      case 'rename':
        return { name: 'lead.edit', args: { lead_id: owner(), set: { first_name: `name ${pick}` } } }
      case 'read':
        return { name: 'conversation.read', args: { conversation_id: chat() } }
      case 'close':
        return { name: 'conversation.close', args: { conversation_id: chat() } }
      default:
        return {
          name: 'conversation.assign',
          args: { conversation_id: chat(), assigned_to: pick % 2 ? this.#cache.userId : null },
        }
    }
  }

  #parked(pick: number): number {
    const seqs = this.#eye
      .prepare<[], number>(`select seq from outbox where state = 'parked' union all select -id from vault`)
      .pluck()
      .all()
    return seqs[pick % seqs.length] ?? 0
  }

  #one<T extends TableName>(table: T, pick: number, among: Row<T>[] = this.#local(table)): Row<T> {
    const row = among[pick % among.length]
    if (!row) throw new ExpectedError('not_found', `no ${table}`)
    return row
  }

  #local<T extends TableName>(table: T): Row<T>[] {
    const statement = this.#eye.prepare<[], SqlValue[]>(`select ${selectList(table)} from ${table} order by rid`).raw()
    return statement.all().map((values) => decodeRow(table, values))
  }
}

const byId = <T extends { id: string }>(rows: T[]): T[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
