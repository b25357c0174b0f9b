import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import type { ChangeSet } from './changes.ts'
import {
  NOW,
  answerOf,
  conversation,
  cursorAt,
  lead,
  message,
  note,
  outcomeOf,
  pageOf,
  pull,
  rowOf,
  testCache,
} from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
})
afterEach(() => cache.dispose())

const ana = rowOf('profiles', { full_name: 'Ana Lopes', email: 'ana@example.com', role: 'sales_rep', status: 'active' })
const maya = lead({ full_name: 'Maya Chen', owner_id: null })
const chat = conversation({
  lead_id: maya.id,
  last_message_at: NOW,
  unread_count: 2,
  waiting_since: NOW,
  last_message_preview: 'Hello?',
})
const hello = message({ conversation_id: chat.id, lead_id: maya.id, body: 'Hello?', created_at: NOW - 1000 })

const world = () => [
  pageOf('profiles', [ana]),
  pageOf('leads', [maya]),
  pageOf('conversations', [chat]),
  pageOf('messages', [hello]),
]
const page = (split: 'all' | 'mine' = 'all') => database.read('inbox.page', { split, from: null, to: null, limit: 50 })
const view = () => database.read('conversation.view', { conversation_id: chat.id, limit: 100 })
const send = (body = 'Hi Maya') =>
  database.commit(
    { name: 'message.send', args: { message_id: randomUUID(), conversation_id: chat.id, body } },
    { at: NOW },
  )
const claim = () => database.commit({ name: 'lead.claim', args: { lead_id: maya.id } }, { at: NOW })
const addNote = (body = 'Calls back', note_id = randomUUID()) =>
  database.commit(
    { name: 'note.create', args: { note_id, lead_id: maya.id, title: null, body, type: 'general' } },
    { at: NOW },
  )

describe('a round', () => {
  test('makes pulled rows readable and moves the cursor', async () => {
    expect(await pull(database, world(), 10)).toEqual({ rows: 4, vaulted: [] })
    expect(await database.cursor()).toEqual(cursorAt(10))
    const { rows } = await page()
    expect(rows).toMatchObject([
      { id: chat.id, lead_label: 'Maya Chen', unread: 2, save_state: 'saved', handler_id: null },
    ])
    expect((await view())?.items).toMatchObject([{ kind: 'message', body: 'Hello?' }])
  })

  test('shows nothing of what is only staged, and forgets it when discarded', async () => {
    await database.stagePage(answerOf({ tables: world() }))
    expect((await page()).rows).toEqual([])
    await database.discardRound()
    expect(await database.applyRound(cursorAt(10), { at: 0 })).toEqual({ rows: 0, vaulted: [] })
    expect((await page()).rows).toEqual([])
  })

  test.each([
    ['an unknown table', () => ({ ...pageOf('leads', [maya]), table: 'aliens' })],
    ['an unknown column', () => ({ table: 'leads', columns: [...pageOf('leads', []).columns, 'aura'], rows: [] })],
    ['a missing column', () => ({ table: 'leads', columns: pageOf('leads', []).columns.slice(1), rows: [] })],
  ])('refuses %s and keeps the cursor', async (_name, table) => {
    await expect(database.stagePage(answerOf({ tables: [pageOf('profiles', [ana]), table()] }))).rejects.toMatchObject({
      code: 'incompatible',
    })
    expect((await database.stats()).staged_rows).toBe(0)
    expect(await database.cursor()).toMatchObject({ snapshot: null })
  })

  test('applies nothing when one value is of another type', async () => {
    const broken = { ...hello, created_at: 'yesterday' as unknown as number }
    await database.stagePage(answerOf({ tables: [pageOf('leads', [maya]), pageOf('messages', [broken])] }))
    await expect(database.applyRound(cursorAt(10), { at: 0 })).rejects.toMatchObject({ code: 'incompatible' })
    expect((await database.stats()).rows.leads).toBe(0)
    expect(await database.cursor()).toMatchObject({ snapshot: null })
  })

  test('purges a deleted lead with everything that hangs on it', async () => {
    await pull(database, [...world(), pageOf('notes', [note({ lead_id: maya.id })])], 10)
    await pull(database, [], 20, { deleted: [{ table: 'leads', id: maya.id }] })
    expect((await database.stats()).rows).toMatchObject({
      leads: 0,
      conversations: 0,
      messages: 0,
      notes: 0,
      profiles: 1,
    })
    expect(await database.read('inbox.counts', null)).toMatchObject({ all: { total: 0, unread: 0 } })
  })

  test('keeps rows that come after a revocation in the same round', async () => {
    await pull(database, world(), 10)
    await database.stagePage(answerOf({ revoked: [{ lead_id: maya.id, owner_id: ana.id }] }))
    await database.stagePage(answerOf({ tables: world() }))
    await database.applyRound(cursorAt(20), { at: 0 })
    expect((await page()).rows).toHaveLength(1)
    expect((await view())?.items).toHaveLength(1)
  })

  test('applies a large round in pieces between which the rep can write', async () => {
    await pull(database, world(), 10)
    const many = Array.from({ length: 6000 }, () => message({ conversation_id: chat.id, lead_id: maya.id, body: 'x' }))
    await database.stagePage(answerOf({ tables: [pageOf('messages', many)] }))
    const order: string[] = []
    const round = database.applyRound(cursorAt(20), { at: 0 }).then(() => order.push('round'))
    await send().then(() => order.push('write'))
    await round
    expect(order).toEqual(['write', 'round'])
    expect((await database.stats()).rows.messages).toBe(6002)
  })

  test('shows what a large scan has brought before the scan is over', async () => {
    const many = Array.from({ length: 2500 }, () => message({ conversation_id: chat.id, lead_id: maya.id, body: 'x' }))
    await database.stagePage(answerOf({ tables: world() }))
    expect((await page()).rows).toEqual([])
    await database.stagePage(answerOf({ tables: [pageOf('messages', many)] }))
    expect((await page()).rows).toMatchObject([{ id: chat.id, lead_label: 'Maya Chen' }])
    expect(await database.cursor()).toMatchObject({ snapshot: null })
    expect(await database.applyRound(cursorAt(10), { at: 0 })).toEqual({ rows: 2504, vaulted: [] })
    expect(await database.cursor()).toEqual(cursorAt(10))
  })

  test('after a large scan was given up, the next one removes what it no longer sees', async () => {
    const many = Array.from({ length: 2500 }, () => message({ conversation_id: chat.id, lead_id: maya.id, body: 'x' }))
    await database.stagePage(answerOf({ tables: [...world(), pageOf('messages', many)] }))
    await database.discardRound()
    await pull(database, world(), 10)
    expect((await database.stats()).rows).toMatchObject({ leads: 1, conversations: 1, messages: 1 })
  })

  test('after a reset keeps the queue and purges what the scan does not see', async () => {
    const gone = lead({ full_name: 'Not mine any more' })
    const stale = note({ lead_id: maya.id, body: 'Removed meanwhile' })
    await pull(database, [...world(), pageOf('leads', [gone]), pageOf('notes', [stale])], 10)
    await addNote('Unsent')
    await database.resetScope('scope')
    expect((await page()).rows).toHaveLength(1)
    await pull(database, world(), 20)
    expect((await database.stats()).rows).toMatchObject({ leads: 1, conversations: 1, messages: 1, notes: 1 })
    expect((await view())?.items.map((item) => item.body)).toContain('Unsent')
    expect(await database.backlog()).toEqual({ pending: 1, attention: 0 })
  })

  test('sends confirmed changes again when the server was restored before a pull saw them', async () => {
    await pull(database, world(), 10)
    const { seq } = await addNote()
    await database.leaseBatch()
    await database.settle([outcomeOf(seq, { xid: '15' })])
    await database.resetScope('generation')
    expect((await database.leaseBatch()).map((mutation) => mutation.seq)).toEqual([seq])
  })
})

describe('a commit', () => {
  beforeEach(() => pull(database, world(), 10))

  test('is shown at once and marked as saved here', async () => {
    const changes: ChangeSet[] = []
    database.onChange((change) => changes.push(change))
    await send('Hi Maya')
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({ outbox: true, conversations: [chat.id] })
    const { rows } = await page()
    expect(rows).toMatchObject([{ preview: 'Hi Maya', unread: 0, save_state: 'local', last_by: 'you' }])
    expect((await view())?.items.at(-1)).toMatchObject({ body: 'Hi Maya', save_state: 'local', status: 'queued' })
  })

  test('passes through the states that the rep sees', async () => {
    const { seq } = await send()
    const state = async () => (await view())?.items.at(-1)
    await database.leaseBatch()
    expect(await state()).toMatchObject({ save_state: 'syncing' })
    await database.release(false)
    expect(await state()).toMatchObject({ save_state: 'local' })
    await database.leaseBatch()
    await database.settle([outcomeOf(seq, { result: 'held', code: 'customer_replied' })])
    expect(await state()).toMatchObject({ save_state: 'attention', body: 'Hi Maya' })
    expect(await database.backlog()).toEqual({ pending: 0, attention: 1 })
  })

  test('refuses what is not there, what cannot be done and what does not parse', async () => {
    const missing = { message_id: randomUUID(), conversation_id: randomUUID(), body: 'x' }
    await expect(database.commit({ name: 'message.send', args: missing }, { at: NOW })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(send('')).rejects.toMatchObject({ code: 'invalid_input', message: 'A message needs text' })
    await claim()
    await expect(claim()).rejects.toMatchObject({ code: 'conflict' })
    expect(await database.backlog()).toEqual({ pending: 1, attention: 0 })
  })

  test('builds a second edit of a field on the first', async () => {
    const mine = note({ lead_id: maya.id, body: 'one' })
    await pull(database, [pageOf('notes', [mine])], 11)
    await Promise.all(
      ['two', 'three'].map((body) =>
        database.commit({ name: 'note.edit', args: { note_id: mine.id, set: { body } } }, { at: NOW }),
      ),
    )
    const batch = await database.leaseBatch()
    expect(batch.map(({ args }) => args)).toMatchObject([
      { base: { body: 'one' }, set: { body: 'two' } },
      { base: { body: 'two' }, set: { body: 'three' } },
    ])
  })

  test('leaves in client order, once', async () => {
    const seqs = [(await addNote('a')).seq, (await addNote('b')).seq, (await addNote('c')).seq]
    expect((await database.leaseBatch(2)).map(({ seq }) => seq)).toEqual(seqs.slice(0, 2))
    expect((await database.leaseBatch(2)).map(({ seq }) => seq)).toEqual(seqs.slice(2))
    expect(await database.leaseBatch()).toEqual([])
  })

  test('goes out again after a restart without an answer', async () => {
    const { seq } = await addNote()
    await database.leaseBatch()
    await database.close()
    database = await cache.open()
    expect((await database.leaseBatch()).map((mutation) => mutation.seq)).toEqual([seq])
  })

  test('goes out under a new name when the server knows the cache as a copy', async () => {
    const { clientId } = database
    const { seq } = await addNote()
    await database.leaseBatch()
    const renewed = await database.renewClientId()
    expect(renewed).not.toBe(clientId)
    expect(database.clientId).toBe(renewed)
    expect((await database.leaseBatch()).map((mutation) => mutation.seq)).toEqual([seq])
    await database.close()
    database = await cache.open()
    expect(database.clientId).toBe(renewed)
  })

  test('stays until a pull has seen its transaction', async () => {
    const { seq } = await claim()
    await database.leaseBatch()
    await database.settle([outcomeOf(seq, { xid: '15' })])
    expect((await page('mine')).rows).toHaveLength(1)
    // A pull that began before: the lead's row comes as it was.
    await pull(database, [pageOf('leads', [{ ...maya, lead_score: 7 }])], 12)
    expect((await page('mine')).rows).toMatchObject([{ score: 7, handler_id: cache.userId }])
    await pull(database, [pageOf('leads', [{ ...maya, owner_id: cache.userId }])], 16)
    expect((await page('mine')).rows).toHaveLength(1)
    // Nothing of it is left: the server's word alone decides now.
    await pull(database, [pageOf('leads', [maya])], 17)
    expect((await page('mine')).rows).toEqual([])
  })

  test('is confirmed at once when the pull was faster than the answer', async () => {
    const { seq } = await claim()
    await database.leaseBatch()
    await pull(database, [pageOf('leads', [{ ...maya, owner_id: ana.id }])], 20)
    await database.settle([outcomeOf(seq, { xid: '15' })])
    expect((await page()).rows).toMatchObject([{ handler_id: ana.id, save_state: 'saved' }])
  })
})

describe('a change that was not accepted', () => {
  beforeEach(() => pull(database, world(), 10))

  async function refuse(seq: number, given: Parameters<typeof outcomeOf>[1]) {
    await database.leaseBatch()
    await database.settle([outcomeOf(seq, { result: 'rejected', ...given })])
  }

  test('gives way to the server and says who claimed the lead and when', async () => {
    const { seq } = await claim()
    await refuse(seq, { code: 'already_claimed', details: { owner_id: ana.id, claimed_at: NOW } })
    expect((await page('mine')).rows).toEqual([])
    const [item] = await database.read('attention.list', null)
    expect(item).toMatchObject({
      seq,
      code: 'already_claimed',
      mine: 'Claim this lead',
      lead_label: 'Maya Chen',
      conversation_id: chat.id,
    })
    expect(item?.reason).toMatch(/^Ana Lopes claimed this lead first, on .*2026/)
  })

  test('goes over the server value when the rep keeps theirs', async () => {
    const edited = lead({ id: maya.id, email: 'old@example.com' })
    await pull(database, [pageOf('leads', [edited])], 11)
    const { seq } = await database.commit(
      { name: 'lead.edit', args: { lead_id: maya.id, set: { email: 'mine@example.com' } } },
      { at: NOW },
    )
    const fields = { email: { base: 'old@example.com', mine: 'mine@example.com', theirs: 'theirs@example.com' } }
    await refuse(seq, { result: 'conflict', xid: '15', details: { fields } })
    expect((await view())?.lead.email).toBe('old@example.com')
    expect(await database.read('attention.list', null)).toMatchObject([
      {
        mine: 'mine@example.com',
        theirs: 'theirs@example.com',
        reason: 'Somebody else changed e-mail at the same time.',
      },
    ])
    const retried = await database.retryParked(seq)
    expect(retried.seq).toBeGreaterThan(seq)
    expect((await view())?.lead.email).toBe('mine@example.com')
    expect(await database.leaseBatch()).toMatchObject([
      { seq: retried.seq, args: { base: { email: 'theirs@example.com' } } },
    ])
    await expect(database.retryParked(seq)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is sent anyway without its precondition, and tells what it is sent over', async () => {
    const args = { message_id: randomUUID(), conversation_id: chat.id, body: 'Hi', seen_inbound_id: randomUUID() }
    const { seq } = await database.commit({ name: 'message.send', args }, { at: NOW })
    await refuse(seq, { result: 'held', code: 'customer_replied' })
    await database.retryParked(seq)
    const [again] = await database.leaseBatch()
    expect(again?.args).toEqual({
      message_id: args.message_id,
      conversation_id: chat.id,
      body: 'Hi',
      accept: ['customer_replied'],
    })
  })

  test('disappears when discarded', async () => {
    const { seq } = await send('Never mind')
    await refuse(seq, { code: 'customer_replied', result: 'held' })
    await database.discardParked(seq, { at: NOW })
    expect((await view())?.items).toHaveLength(1)
    expect((await page()).rows).toMatchObject([{ preview: 'Hello?', unread: 2, save_state: 'saved' }])
    expect(await database.unsentCount()).toBe(0)
  })

  test('takes what depends on it along, and brings it back', async () => {
    const note_id = randomUUID()
    const { seq } = await addNote('First', note_id)
    await refuse(seq, { code: 'forbidden' })
    await database.commit({ name: 'note.edit', args: { note_id, set: { body: 'Second' } } }, { at: NOW })
    expect(await database.leaseBatch()).toEqual([])
    expect((await database.read('attention.list', null)).map(({ code }) => code)).toEqual([
      'parent_parked',
      'forbidden',
    ])
    expect((await view())?.items.at(-1)).toMatchObject({ body: 'Second', save_state: 'attention' })
    await database.retryParked(seq)
    expect((await database.leaseBatch()).map(({ name }) => name)).toEqual(['note.create', 'note.edit'])
    expect((await view())?.items.at(-1)).toMatchObject({ body: 'Second', save_state: 'syncing' })
  })

  test('is kept in the vault when its lead is taken away', async () => {
    await send('My best offer')
    await database.saveDraft(chat.id, { body: 'And another thing', mode: 'reply' }, { at: NOW })
    await database.commit({ name: 'conversation.read', args: { conversation_id: chat.id } }, { at: NOW })
    const report = await pull(database, [], 20, { revoked: [{ lead_id: maya.id, owner_id: ana.id }] })
    expect(report.vaulted).toEqual([
      { lead_id: maya.id, name: 'message.send', why: 'revoked' },
      { lead_id: maya.id, name: 'draft', why: 'revoked' },
    ])
    expect((await database.stats()).rows).toMatchObject({ leads: 0, conversations: 0, messages: 0 })
    const items = await database.read('attention.list', null)
    expect(items.map(({ mine }) => mine)).toEqual(['And another thing', 'My best offer'])
    expect(items[0]).toMatchObject({
      lead_label: 'Maya Chen',
      reason: 'This lead is now with Ana Lopes. It was not sent.',
    })
    expect(await database.leaseBatch()).toEqual([])
    for (const { seq } of items) await database.discardParked(seq, { at: NOW })
    expect(await database.unsentCount()).toBe(0)
  })

  test('is told in plain words, in those of the server when the code is not known', async () => {
    const { seq } = await send()
    await refuse(seq, { code: 'belongs_to_colleague' })
    const other = await addNote()
    await refuse(other.seq, { code: 'of_the_future', message: 'It is too early for this' })
    const reasons = (await database.read('attention.list', null)).map(({ reason }) => reason)
    expect(reasons).toEqual(['It is too early for this', "A colleague's lead already has this phone number."])
  })

  test('says nothing when there is nothing to decide', async () => {
    const { seq } = await database.commit(
      { name: 'conversation.read', args: { conversation_id: chat.id } },
      { at: NOW },
    )
    await refuse(seq, { code: 'forbidden' })
    expect(await database.backlog()).toEqual({ pending: 0, attention: 0 })
    expect((await page()).rows).toMatchObject([{ unread: 2 }])
  })
})

test('a draft survives a restart and an empty one is deleted', async () => {
  await database.saveDraft(chat.id, { body: 'Dear Maya', mode: 'note' }, { at: NOW })
  await database.close()
  database = await cache.open()
  expect(await database.loadDraft(chat.id)).toEqual({ body: 'Dear Maya', mode: 'note' })
  await database.saveDraft(chat.id, { body: '', mode: 'reply' }, { at: NOW })
  expect(await database.loadDraft(chat.id)).toBeNull()
})

describe('a draft that was sent', () => {
  const send = (body: string) =>
    database.commit(
      { name: 'message.send', args: { message_id: randomUUID(), conversation_id: chat.id, body } },
      { at: NOW, spent: { conversation_id: chat.id, body } },
    )

  test.each([
    ['is gone with it', 'Dear Maya', 'Dear Maya', null],
    ['is gone when it was some keystrokes behind', 'Dear Ma', 'Dear Maya', null],
    ['keeps what was typed after it', 'Dear Maya and then', 'Dear Maya', ' and then'],
    ['stays when it is another text', 'A note to self', 'Dear Maya', 'A note to self'],
  ])('%s', async (_what, draft, sent, left) => {
    await pull(database, world(), 10)
    await database.saveDraft(chat.id, { body: draft, mode: 'reply' }, { at: NOW })
    await send(sent)
    expect((await database.loadDraft(chat.id))?.body ?? null).toBe(left)
  })

  test('stays when the change was refused', async () => {
    await database.saveDraft(chat.id, { body: 'Dear Maya', mode: 'reply' }, { at: NOW })
    await expect(send('Dear Maya')).rejects.toMatchObject({ code: 'not_found' })
    expect((await database.loadDraft(chat.id))?.body).toBe('Dear Maya')
  })
})

test('a message that comes after its conversation touches the inbox row that tells who wrote last', async () => {
  await pull(database, world(), 10)
  const changes: ChangeSet[] = []
  database.onChange((change) => changes.push(change))
  const late = message({ conversation_id: chat.id, lead_id: maya.id, created_at: NOW + 1 })
  await pull(database, [pageOf('messages', [late])], 11)
  const row = (await page()).rows[0]!
  expect(changes.some(({ inbox }) => inbox === 'all' || inbox.includes(row.at))).toBe(true)
})

test('a read asked in a change notification sees that change', async () => {
  await pull(database, world(), 10)
  const seen: Promise<number>[] = []
  database.onChange(() => seen.push(view().then((answer) => answer?.items.length ?? 0)))
  for (let n = 0; n < 20; n++) await addNote(`note ${n}`)
  const counts = await Promise.all(seen)
  expect(counts).toHaveLength(20)
  for (const [n, count] of counts.entries()) expect(count).toBeGreaterThanOrEqual(n + 2)
})
