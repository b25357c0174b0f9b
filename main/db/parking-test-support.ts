/** A cache with one lead, and a server that refuses what it is told to: for the tests of parked changes. */
import { afterEach, beforeEach, vi } from 'vitest'
import type { FieldChoice } from '#shared/contract/ipc.ts'
import type { Outcome } from '#shared/replication/protocol.ts'
import type { NewMutation } from './calls.ts'
import type { Database } from './client.ts'
import { NOW, conversation, lead, message, note, outcomeOf, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

export const LATER = NOW + 60_000
export const ana = rowOf('profiles', { full_name: 'Ana Lopes', role: 'sales_rep', status: 'active' })
export const ben = rowOf('profiles', { full_name: 'Ben Ortiz', role: 'sales_rep', status: 'active' })
export const maya = lead({
  first_name: 'Maya',
  last_name: 'Chen',
  full_name: 'Maya Chen',
  phone: '030 1',
  postcode: '10115',
  updated_at: NOW,
})
export const chat = conversation({ lead_id: maya.id, assigned_to: null, updated_at: NOW })
export const memo = note({ lead_id: maya.id, body: 'one\ntwo', title: 'Plan', updated_at: NOW })
export const EDITED = { base: 'one\ntwo', mine: 'one\nmine', theirs: 'one\ntheirs' }

/** Opens a cache with these rows before each test of the calling file, and deletes it after. */
export function useParking() {
  // Real threads, and machines that run much else.
  vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
  let cache: TestCache
  let database: Database
  beforeEach(async () => {
    cache = testCache()
    database = await cache.open()
    const tables = [
      pageOf('profiles', [ana, ben]),
      pageOf('leads', [maya]),
      pageOf('conversations', [chat]),
      pageOf('messages', [message({ conversation_id: chat.id, lead_id: maya.id, body: 'Hello?' })]),
      pageOf('notes', [memo]),
    ]
    await pull(database, tables, 10)
  })
  afterEach(() => cache.dispose())

  const commit = async (mutation: NewMutation) => (await database.commit(mutation, { at: NOW })).seq
  const outgoing = () => database.leaseBatch()
  const shown = async () => database.read('conversation.view', { conversation_id: chat.id, limit: 50 })

  /** Queues a change and has the server refuse it. */
  async function refused(mutation: NewMutation, given: Partial<Outcome>): Promise<number> {
    const seq = await commit(mutation)
    await outgoing()
    await database.settle([outcomeOf(seq, { result: 'rejected', xid: '15', ...given })])
    return seq
  }

  return {
    get database() {
      return database
    },
    get userId() {
      return cache.userId
    },
    commit,
    outgoing,
    shown,
    refused,
    list: () => database.read('attention.list', null),
    item: (seq: number) => database.read('attention.item', { seq }),
    discarded: () => database.read('attention.discarded', null),
    settle: (seq: number, fields: Record<string, FieldChoice>) => database.settleParked(seq, fields, { at: LATER }),
    restore: (id: number | null) => database.restoreDiscarded(id!, { at: LATER }),
    shownNote: async () =>
      (await shown())?.items.findLast(({ kind, id }) => kind === 'note' && id === memo.id) as
        | { body: string }
        | undefined,
    /** An assignment that met a colleague's. */
    assigned: (to: string | null): Promise<number> =>
      refused(
        { name: 'conversation.assign', args: { conversation_id: chat.id, assigned_to: to } },
        {
          result: 'conflict',
          code: 'conflict',
          details: {
            fields: { assigned_to: { base: null, mine: to, theirs: ben.id } },
            row: { ...chat, updated_at: LATER },
          },
        },
      ),
    /** An edited note that met a colleague's. */
    overlapping: (): Promise<number> =>
      refused(
        { name: 'note.edit', args: { note_id: memo.id, set: { body: EDITED.mine } } },
        {
          result: 'conflict',
          code: 'conflict',
          details: { fields: { body: EDITED }, row: { ...memo, updated_at: LATER } },
        },
      ),
  }
}
