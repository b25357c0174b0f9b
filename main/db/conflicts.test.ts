/** What a rep sees of changes that were not accepted, and how each kind is settled: over real files and threads. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FieldChoice } from '#shared/contract/ipc.ts'
import type { Outcome } from '#shared/replication/protocol.ts'
import type { NewMutation } from './calls.ts'
import type { Database } from './client.ts'
import { NOW, conversation, lead, message, note, outcomeOf, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const LATER = NOW + 60_000
const ana = rowOf('profiles', { full_name: 'Ana Lopes', role: 'sales_rep', status: 'active' })
const ben = rowOf('profiles', { full_name: 'Ben Ortiz', role: 'sales_rep', status: 'active' })
const maya = lead({
  first_name: 'Maya',
  last_name: 'Chen',
  full_name: 'Maya Chen',
  phone: '030 1',
  postcode: '10115',
  updated_at: NOW,
})
const chat = conversation({ lead_id: maya.id, assigned_to: null, updated_at: NOW })
const memo = note({ lead_id: maya.id, body: 'one\ntwo', title: 'Plan', updated_at: NOW })

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
const list = () => database.read('attention.list', null)
const item = (seq: number) => database.read('attention.item', { seq })
const discarded = () => database.read('attention.discarded', null)
const settle = (seq: number, fields: Record<string, FieldChoice>) => database.settleParked(seq, fields, { at: LATER })
const restore = (id: number | null) => database.restoreDiscarded(id!, { at: LATER })
const outgoing = () => database.leaseBatch()
const shown = async () => database.read('conversation.view', { conversation_id: chat.id, limit: 50 })
const shownNote = async () =>
  (await shown())?.items.findLast(({ kind, id }) => kind === 'note' && id === memo.id) as { body: string } | undefined

/** Queues a change and has the server refuse it. */
async function refused(mutation: NewMutation, given: Partial<Outcome>): Promise<number> {
  const seq = await commit(mutation)
  await outgoing()
  await database.settle([outcomeOf(seq, { result: 'rejected', xid: '15', ...given })])
  return seq
}

const assigned = (to: string | null): Promise<number> =>
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
  )

const EDITED = { base: 'one\ntwo', mine: 'one\nmine', theirs: 'one\ntheirs' }
const overlapping = (): Promise<number> =>
  refused(
    { name: 'note.edit', args: { note_id: memo.id, set: { body: EDITED.mine } } },
    {
      result: 'conflict',
      code: 'conflict',
      details: { fields: { body: EDITED }, row: { ...memo, updated_at: LATER } },
    },
  )

describe('a guarded field', () => {
  test('is told with base, mine, theirs, and that the server does not say who', async () => {
    const seq = await assigned(ana.id)
    expect(await item(seq)).toMatchObject({
      title: 'Assignee of Maya Chen',
      reason: 'Somebody else changed assignee at the same time.',
      actions: ['mine', 'theirs', 'edit', 'discard'],
      record: { table: 'conversations', id: chat.id },
      fields: [
        {
          label: 'Assignee',
          base: { text: 'Nobody' },
          mine: { text: 'Ana Lopes' },
          theirs: { text: 'Ben Ortiz', by: null, at: LATER },
          suggested: 'theirs',
          editor: { kind: 'choice' },
        },
      ],
    })
  })

  test('goes over theirs as mine, which can be undone by setting theirs again', async () => {
    const seq = await assigned(ana.id)
    const { undo } = await settle(seq, { assigned_to: { take: 'mine', theirs: ben.id } })
    expect(await list()).toEqual([])
    expect(await outgoing()).toMatchObject([{ args: { assigned_to: ana.id, base: { assigned_to: ben.id } } }])
    expect(await discarded()).toMatchObject([{ id: undo, why: 'overwritten', text: 'Ben Ortiz' }])
    await restore(undo)
    expect((await shown())?.conversation.assigned_to).toBe(ben.id)
    expect(await outgoing()).toMatchObject([{ args: { assigned_to: ben.id, base: { assigned_to: ana.id } } }])
    expect(await discarded()).toMatchObject([{ why: 'overwritten', text: 'Ana Lopes' }])
  })

  test('takes theirs, and mine comes back to be decided when that is undone', async () => {
    const seq = await assigned(ana.id)
    const { undo } = await settle(seq, { assigned_to: { take: 'theirs', theirs: ben.id } })
    expect(await list()).toEqual([])
    expect(await outgoing()).toEqual([])
    expect(await discarded()).toMatchObject([{ why: 'theirs', text: 'Ana Lopes' }])
    await restore(undo)
    expect(await list()).toMatchObject([{ title: 'Assignee of Maya Chen', mine: 'Ana Lopes', theirs: 'Ben Ortiz' }])
    expect(await discarded()).toEqual([])
    expect((await shown())?.conversation.assigned_to).toBe(null)
  })

  test('takes a third value, and both that gave way are kept', async () => {
    const seq = await assigned(ana.id)
    await settle(seq, { assigned_to: { take: 'value', value: cache.userId, theirs: ben.id } })
    expect(await outgoing()).toMatchObject([{ args: { assigned_to: cache.userId, base: { assigned_to: ben.id } } }])
    expect(await discarded()).toMatchObject([{ why: 'edited', text: 'Ana Lopes' }])
  })

  test('is not settled over a value that the rep has not seen', async () => {
    const seq = await assigned(ana.id)
    await pull(database, [pageOf('conversations', [{ ...chat, assigned_to: cache.userId }])], 20)
    expect((await item(seq))?.fields[0]?.theirs).toMatchObject({ value: cache.userId })
    const choice = { assigned_to: { take: 'mine', theirs: ben.id } } as const
    await expect(settle(seq, choice)).rejects.toMatchObject({ code: 'conflict' })
    expect(await list()).toHaveLength(1)
  })

  test('refuses a value that the field cannot have', async () => {
    const seq = await assigned(ana.id)
    const choice = { assigned_to: { take: 'value', value: 'nobody', theirs: ben.id } } as const
    await expect(settle(seq, choice)).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(settle(seq, { body: { take: 'mine', theirs: null } })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await list()).toHaveLength(1)
  })
})

describe('a text that overlaps', () => {
  test('takes a text of both', async () => {
    const seq = await overlapping()
    expect(await item(seq)).toMatchObject({
      title: 'Note on Maya Chen',
      fields: [{ editor: { kind: 'lines' }, suggested: 'mine', theirs: { text: 'one\ntheirs' } }],
    })
    await settle(seq, { body: { take: 'value', value: 'one\nmine\ntheirs', theirs: EDITED.theirs } })
    expect(await outgoing()).toMatchObject([
      { args: { set: { body: 'one\nmine\ntheirs' }, base: { body: EDITED.theirs } } },
    ])
    expect((await shownNote())?.body).toBe('one\nmine\ntheirs')
  })

  test('is left to them, and the rest of the change goes out', async () => {
    const seq = await refused(
      { name: 'note.edit', args: { note_id: memo.id, set: { body: EDITED.mine, is_pinned: true } } },
      { result: 'conflict', details: { fields: { body: EDITED } } },
    )
    await settle(seq, { body: { take: 'theirs', theirs: EDITED.theirs } })
    expect(await outgoing()).toMatchObject([{ args: { set: { is_pinned: true }, base: { is_pinned: false } } }])
    const [kept] = await discarded()
    expect(kept).toMatchObject({ why: 'theirs', text: EDITED.mine })
    await restore(kept!.id)
    expect(await list()).toMatchObject([{ mine: EDITED.mine, theirs: EDITED.theirs }])
  })
})

describe('a held reply', () => {
  const args = {
    message_id: randomUUID(),
    conversation_id: chat.id,
    body: 'See you at 10',
    seen_inbound_id: randomUUID(),
  }
  const held = (code: string) => refused({ name: 'message.send', args }, { result: 'held', code })

  test('can be sent anyway, edited or discarded', async () => {
    const seq = await held('customer_replied')
    expect(await item(seq)).toMatchObject({ title: 'Reply to Maya Chen', actions: ['again', 'edit', 'discard'] })
    await settle(seq, { body: { take: 'value', value: 'See you at 11', theirs: null } })
    const [sent] = await outgoing()
    expect(sent?.args).toEqual({
      message_id: args.message_id,
      conversation_id: chat.id,
      body: 'See you at 11',
      accept: ['customer_replied'],
    })
    expect(await discarded()).toMatchObject([{ why: 'edited', text: 'See you at 10' }])
  })

  test('tells what it is sent over, and what it was sent over before', async () => {
    const first = await held('owner_changed')
    await database.retryParked(first)
    const [again] = await database.leaseBatch()
    await database.settle([outcomeOf(again!.seq, { result: 'held', code: 'ai_changed' })])
    await database.retryParked(again!.seq)
    const [sent] = await outgoing()
    expect(sent?.args).toMatchObject({ accept: ['owner_changed', 'ai_changed'] })
  })

  test('never goes to a customer who opted out', async () => {
    const seq = await held('opted_out')
    expect(await item(seq)).toMatchObject({ actions: ['discard'] })
    await expect(database.retryParked(seq)).rejects.toMatchObject({ code: 'conflict' })
    const edited = { body: { take: 'value', value: 'Please', theirs: null } } as const
    await expect(settle(seq, edited)).rejects.toMatchObject({ code: 'conflict' })
    expect(await outgoing()).toEqual([])
  })

  test('held for a reason of the future must be looked at before it goes out', async () => {
    const seq = await held('full_moon')
    expect((await item(seq))?.actions).toEqual(['edit', 'discard'])
  })

  test('comes back from a discard as it was', async () => {
    const seq = await held('customer_replied')
    const { undo } = await database.discardParked(seq, { at: LATER })
    expect((await shown())?.items.some((entry) => entry.kind === 'message' && entry.body === args.body)).toBe(false)
    await restore(undo)
    expect(await list()).toMatchObject([{ code: 'customer_replied', mine: 'See you at 10' }])
    expect((await shown())?.items.at(-1)).toMatchObject({ body: 'See you at 10', save_state: 'attention' })
    await expect(restore(undo)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('a claim that came second says who was first, and can only be let go', async () => {
  const details = { owner_id: ben.id, owner_name: 'Ben Ortiz', claimed_at: NOW }
  const seq = await refused(
    { name: 'lead.claim', args: { lead_id: maya.id } },
    { result: 'conflict', code: 'already_claimed', details },
  )
  expect(await item(seq)).toMatchObject({
    title: 'Claim of Maya Chen',
    actions: ['discard'],
    fields: [{ label: 'Owner', mine: { text: 'You' }, theirs: { text: 'Ben Ortiz', by: 'Ben Ortiz', at: NOW } }],
  })
  await expect(database.retryParked(seq)).rejects.toMatchObject({ code: 'conflict' })
})

describe('a create that was refused, with what depends on it', () => {
  const note_id = randomUUID()
  async function family(): Promise<number> {
    const create = { note_id, lead_id: maya.id, title: null, body: 'First', type: 'general' } as const
    const seq = await refused({ name: 'note.create', args: create }, { code: 'forbidden' })
    await commit({ name: 'note.edit', args: { note_id, set: { body: 'Second' } } })
    await outgoing()
    return seq
  }

  test('is listed as parent of its children', async () => {
    const seq = await family()
    expect(await list()).toMatchObject([
      { parent: seq, actions: ['discard'], title: 'Note on Maya Chen' },
      { parent: null, seq, actions: ['again', 'edit', 'discard'] },
    ])
  })

  test('is discarded and restored as a whole', async () => {
    const { undo } = await database.discardParked(await family(), { at: LATER })
    expect(await list()).toEqual([])
    expect(await discarded()).toMatchObject([{ dependents: 1, why: 'discarded', text: 'First' }])
    await restore(undo)
    const [child, parent] = await list()
    expect(child).toMatchObject({ parent: parent!.seq, mine: 'Second' })
    await database.retryParked(parent!.seq)
    expect((await outgoing()).map(({ name }) => name)).toEqual(['note.create', 'note.edit'])
  })
})

describe('a phone number that another lead has', () => {
  const edit = { name: 'lead.edit', args: { lead_id: maya.id, set: { phone: '030 2', postcode: '20095' } } } as const

  test('of a colleague can only be edited or discarded', async () => {
    const seq = await refused(edit, { code: 'belongs_to_colleague' })
    expect(await item(seq)).toMatchObject({ title: 'Phone and postcode of Maya Chen', actions: ['edit', 'discard'] })
    await expect(settle(seq, { phone: { take: 'mine', theirs: '030 1' } })).rejects.toMatchObject({ code: 'conflict' })
    await settle(seq, { phone: { take: 'value', value: '030 3', theirs: '030 1' } })
    expect(await outgoing()).toMatchObject([
      { args: { set: { phone: '030 3', postcode: '20095' }, base: { phone: '030 1', postcode: '10115' } } },
    ])
  })

  test('that the rep may see leads to that lead', async () => {
    const twin = lead({ full_name: 'Maya C.', phone: '030 2' })
    const twinChat = conversation({ lead_id: twin.id })
    await pull(database, [pageOf('leads', [twin]), pageOf('conversations', [twinChat])], 11)
    const seq = await refused(edit, { code: 'duplicate_of', details: { lead_id: twin.id } })
    expect(await item(seq)).toMatchObject({ duplicate: { label: 'Maya C.', conversation_id: twinChat.id } })
  })
})

describe('what was given up', () => {
  test('leaves after 30 days', async () => {
    const first = await assigned(ana.id)
    await database.discardParked(first, { at: NOW })
    const second = await overlapping()
    await database.discardParked(second, { at: NOW + 31 * 24 * 3_600_000 })
    expect(await discarded()).toMatchObject([{ text: EDITED.mine }])
  })

  test('of a lead that was taken away keeps the rep’s own text alone, and restores to what is listed as unsent', async () => {
    await settle(await assigned(ana.id), { assigned_to: { take: 'mine', theirs: ben.id } })
    await outgoing()
    const { undo } = await database.discardParked(await overlapping(), { at: LATER })
    await pull(database, [], 20, { revoked: [{ lead_id: maya.id, owner_id: ben.id }] })
    expect(await discarded()).toMatchObject([{ id: undo, text: EDITED.mine, lead_label: 'Maya Chen' }])
    await restore(undo)
    expect((await list()).find(({ mine }) => mine === EDITED.mine)).toMatchObject({
      actions: ['discard'],
      reason: 'This lead is now with Ben Ortiz. It was not sent.',
    })
  })
})

describe('the queue', () => {
  const edit = (postcode: string) => commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode } } })

  test('lists what waits, in order, and gives up what has never been sent', async () => {
    const first = await edit('20095')
    await edit('80331')
    expect(await database.read('outbox.list', null)).toMatchObject({
      total: 2,
      items: [
        { title: 'Postcode of Maya Chen', text: '20095', state: 'waiting', can_discard: true },
        { text: '80331' },
      ],
    })
    const { undo } = await database.discardUnsent(first, { at: LATER })
    // The second edit now stands on what the server has, so that nobody is taken for a colleague.
    expect(await outgoing()).toMatchObject([{ args: { set: { postcode: '80331' }, base: { postcode: '10115' } } }])
    await restore(undo)
    expect(await outgoing()).toMatchObject([{ args: { set: { postcode: '20095' } } }])
  })

  test('gives up with a create what uses it', async () => {
    const note_id = randomUUID()
    const args = { note_id, lead_id: maya.id, title: null, body: 'New', type: 'general' } as const
    const seq = await commit({ name: 'note.create', args })
    await commit({ name: 'note.edit', args: { note_id, set: { body: 'Newer' } } })
    const { undo } = await database.discardUnsent(seq, { at: LATER })
    expect(await outgoing()).toEqual([])
    await restore(undo)
    expect((await outgoing()).map(({ name }) => name)).toEqual(['note.create', 'note.edit'])
  })

  test('gives up what went out and found no connection, unless it went out before', async () => {
    const seq = await edit('20095')
    await outgoing()
    await database.release(true)
    await database.discardUnsent(seq, { at: LATER })
    const second = await edit('80331')
    await outgoing()
    await database.release(false)
    await outgoing()
    await database.release(true)
    await expect(database.discardUnsent(second, { at: LATER })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('does not give up what may have reached the server', async () => {
    const seq = await edit('20095')
    await outgoing()
    await database.release(false)
    expect((await database.read('outbox.list', null)).items).toMatchObject([{ state: 'waiting', can_discard: false }])
    await expect(database.discardUnsent(seq, { at: LATER })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('why a record looks as it does', () => {
  const story = (table: 'leads' | 'notes' | 'conversations', id: string) => database.read('record.story', { table, id })
  const field = async (column: string) => (await story('leads', maya.id))?.fields.find((one) => one.column === column)

  test('lays what is queued over the server’s row, in order', async () => {
    const first = await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '20095' } } })
    const second = await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '80331' } } })
    expect(await field('postcode')).toEqual({
      column: 'postcode',
      label: 'Postcode',
      server: '10115',
      steps: [
        { seq: first, text: '20095' },
        { seq: second, text: '80331' },
      ],
      shown: '80331',
    })
    expect((await story('leads', maya.id))?.changes).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
  })

  test('says which parked change is not laid over it', async () => {
    await overlapping()
    expect(await story('notes', memo.id)).toMatchObject({ changes: [{ state: 'parked', hidden: true }] })
  })

  test('tells the last change that arrived, field by field, and which of it was mine', async () => {
    const seq = await commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { postcode: '20095' } } })
    await outgoing()
    await database.settle([outcomeOf(seq, { xid: '15' })])
    const arrived = { ...maya, postcode: '20095', company_name: 'Chen & Co', updated_at: LATER }
    await pull(database, [pageOf('leads', [arrived])], 20)
    expect((await story('leads', maya.id))?.last_change).toEqual({
      at: LATER,
      fields: [
        { column: 'company_name', label: 'Company', before: 'Empty', after: 'Chen & Co', by: null },
        { column: 'postcode', label: 'Postcode', before: '10115', after: '20095', by: 'You' },
      ],
    })
  })

  test('knows a record that the server does not have', async () => {
    const note_id = randomUUID()
    const args = { note_id, lead_id: maya.id, title: null, body: 'New', type: 'general' } as const
    await commit({ name: 'note.create', args })
    expect(await story('notes', note_id)).toMatchObject({ on_server: false, title: 'Note on Maya Chen' })
    expect(await story('notes', randomUUID())).toBeNull()
  })

  test('keeps nothing of a lead that is gone', async () => {
    await pull(database, [pageOf('leads', [{ ...maya, postcode: '20095' }])], 20)
    expect((await story('leads', maya.id))?.last_change).not.toBeNull()
    await pull(database, [], 21, { revoked: [{ lead_id: maya.id, owner_id: ben.id }] })
    await pull(database, [pageOf('leads', [maya])], 22)
    expect((await story('leads', maya.id))?.last_change).toBeNull()
  })
})
