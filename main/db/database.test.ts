/** Rounds and what a rep does over them: over real files and threads. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ChangeSet } from './changes.ts'
import { ana, maya, chat, world, hello, useDesk } from './desk-test-support.ts'
import { answerOf, cursorAt, lead, message, note, outcomeOf, pageOf, pull, NOW } from './test-support.ts'

const desk = useDesk()
const { page, view, send, claim, addNote } = desk

describe('a round', () => {
  test('makes pulled rows readable and moves the cursor', async () => {
    expect(await pull(desk.database, world(), 10)).toEqual({ rows: 4, vaulted: [] })
    expect(await desk.database.cursor()).toEqual(cursorAt(10))
    const { rows } = await page()
    expect(rows).toMatchObject([
      { id: chat.id, lead_label: 'Maya Chen', unread: 2, save_state: 'saved', handler_id: null },
    ])
    expect((await view())?.items).toMatchObject([{ kind: 'message', body: 'Hello?' }])
  })

  test('shows nothing of what is only staged, and forgets it when discarded', async () => {
    await desk.database.stagePage(answerOf({ tables: world() }))
    expect((await page()).rows).toEqual([])
    await desk.database.discardRound()
    expect(await desk.database.applyRound(cursorAt(10), { at: 0 })).toEqual({ rows: 0, vaulted: [] })
    expect((await page()).rows).toEqual([])
  })

  test.each([
    ['an unknown table', () => ({ ...pageOf('leads', [maya]), table: 'aliens' })],
    ['an unknown column', () => ({ table: 'leads', columns: [...pageOf('leads', []).columns, 'aura'], rows: [] })],
    ['a missing column', () => ({ table: 'leads', columns: pageOf('leads', []).columns.slice(1), rows: [] })],
  ])('refuses %s and keeps the cursor', async (_name, table) => {
    await expect(
      desk.database.stagePage(answerOf({ tables: [pageOf('profiles', [ana]), table()] })),
    ).rejects.toMatchObject({
      code: 'incompatible',
    })
    expect((await desk.database.stats()).staged_rows).toBe(0)
    expect(await desk.database.cursor()).toMatchObject({ snapshot: null })
  })

  test('applies nothing when one value is of another type', async () => {
    const broken = { ...hello, created_at: 'yesterday' as unknown as number }
    await desk.database.stagePage(answerOf({ tables: [pageOf('leads', [maya]), pageOf('messages', [broken])] }))
    await expect(desk.database.applyRound(cursorAt(10), { at: 0 })).rejects.toMatchObject({ code: 'incompatible' })
    expect((await desk.database.stats()).rows.leads).toBe(0)
    expect(await desk.database.cursor()).toMatchObject({ snapshot: null })
  })

  test('purges a deleted lead with everything that hangs on it', async () => {
    await pull(desk.database, [...world(), pageOf('notes', [note({ lead_id: maya.id })])], 10)
    await pull(desk.database, [], 20, { deleted: [{ table: 'leads', id: maya.id }] })
    expect((await desk.database.stats()).rows).toMatchObject({
      leads: 0,
      conversations: 0,
      messages: 0,
      notes: 0,
      profiles: 1,
    })
    expect(await desk.database.read('inbox.counts', null)).toMatchObject({ all: { total: 0, unread: 0 } })
  })

  test('keeps rows that come after a revocation in the same round', async () => {
    await pull(desk.database, world(), 10)
    await desk.database.stagePage(answerOf({ revoked: [{ lead_id: maya.id, owner_id: ana.id }] }))
    await desk.database.stagePage(answerOf({ tables: world() }))
    await desk.database.applyRound(cursorAt(20), { at: 0 })
    expect((await page()).rows).toHaveLength(1)
    expect((await view())?.items).toHaveLength(1)
  })

  test('applies a large round in pieces between which the rep can write', async () => {
    await pull(desk.database, world(), 10)
    const many = Array.from({ length: 6000 }, () => message({ conversation_id: chat.id, lead_id: maya.id, body: 'x' }))
    await desk.database.stagePage(answerOf({ tables: [pageOf('messages', many)] }))
    const order: string[] = []
    const round = desk.database.applyRound(cursorAt(20), { at: 0 }).then(() => order.push('round'))
    await send().then(() => order.push('write'))
    await round
    expect(order).toEqual(['write', 'round'])
    expect((await desk.database.stats()).rows.messages).toBe(6002)
  })

  test('shows what a large scan has brought before the scan is over', async () => {
    const many = Array.from({ length: 2500 }, () => message({ conversation_id: chat.id, lead_id: maya.id, body: 'x' }))
    await desk.database.stagePage(answerOf({ tables: world() }))
    expect((await page()).rows).toEqual([])
    await desk.database.stagePage(answerOf({ tables: [pageOf('messages', many)] }))
    expect((await page()).rows).toMatchObject([{ id: chat.id, lead_label: 'Maya Chen' }])
    expect(await desk.database.cursor()).toMatchObject({ snapshot: null })
    expect(await desk.database.applyRound(cursorAt(10), { at: 0 })).toEqual({ rows: 2504, vaulted: [] })
    expect(await desk.database.cursor()).toEqual(cursorAt(10))
  })

  test('after a large scan was given up, the next one removes what it no longer sees', async () => {
    const many = Array.from({ length: 2500 }, () => message({ conversation_id: chat.id, lead_id: maya.id, body: 'x' }))
    await desk.database.stagePage(answerOf({ tables: [...world(), pageOf('messages', many)] }))
    await desk.database.discardRound()
    await pull(desk.database, world(), 10)
    expect((await desk.database.stats()).rows).toMatchObject({ leads: 1, conversations: 1, messages: 1 })
  })

  test('after a reset keeps the queue and purges what the scan does not see', async () => {
    const gone = lead({ full_name: 'Not mine any more' })
    const stale = note({ lead_id: maya.id, body: 'Removed meanwhile' })
    await pull(desk.database, [...world(), pageOf('leads', [gone]), pageOf('notes', [stale])], 10)
    await addNote('Unsent')
    await desk.database.resetScope('scope')
    expect((await page()).rows).toHaveLength(1)
    await pull(desk.database, world(), 20)
    expect((await desk.database.stats()).rows).toMatchObject({ leads: 1, conversations: 1, messages: 1, notes: 1 })
    expect((await view())?.items.map((item) => item.body)).toContain('Unsent')
    expect(await desk.database.backlog()).toEqual({ pending: 1, attention: 0 })
  })

  test('sends confirmed changes again when the server was restored before a pull saw them', async () => {
    await pull(desk.database, world(), 10)
    const { seq } = await addNote()
    await desk.database.leaseBatch()
    await desk.database.settle([outcomeOf(seq, { xid: '15' })])
    await desk.database.resetScope('generation')
    expect((await desk.database.leaseBatch()).map((mutation) => mutation.seq)).toEqual([seq])
  })
})

describe('a commit', () => {
  beforeEach(() => pull(desk.database, world(), 10))

  test('is shown at once and marked as saved here', async () => {
    const changes: ChangeSet[] = []
    desk.database.onChange((change) => changes.push(change))
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
    await desk.database.leaseBatch()
    expect(await state()).toMatchObject({ save_state: 'syncing' })
    await desk.database.release(false)
    expect(await state()).toMatchObject({ save_state: 'local' })
    await desk.database.leaseBatch()
    await desk.database.settle([outcomeOf(seq, { result: 'held', code: 'customer_replied' })])
    expect(await state()).toMatchObject({ save_state: 'attention', body: 'Hi Maya' })
    expect(await desk.database.backlog()).toEqual({ pending: 0, attention: 1 })
  })

  test('refuses what is not there, what cannot be done and what does not parse', async () => {
    const missing = { message_id: randomUUID(), conversation_id: randomUUID(), body: 'x' }
    await expect(desk.database.commit({ name: 'message.send', args: missing }, { at: NOW })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(send('')).rejects.toMatchObject({ code: 'invalid_input', message: 'A message needs text or a file' })
    await claim()
    await expect(claim()).rejects.toMatchObject({ code: 'conflict' })
    expect(await desk.database.backlog()).toEqual({ pending: 1, attention: 0 })
  })

  test('builds a second edit of a field on the first', async () => {
    const mine = note({ lead_id: maya.id, body: 'one' })
    await pull(desk.database, [pageOf('notes', [mine])], 11)
    await Promise.all(
      ['two', 'three'].map((body) =>
        desk.database.commit({ name: 'note.edit', args: { note_id: mine.id, set: { body } } }, { at: NOW }),
      ),
    )
    const batch = await desk.database.leaseBatch()
    expect(batch.map(({ args }) => args)).toMatchObject([
      { base: { body: 'one' }, set: { body: 'two' } },
      { base: { body: 'two' }, set: { body: 'three' } },
    ])
  })

  test('leaves in client order, once', async () => {
    const seqs = [(await addNote('a')).seq, (await addNote('b')).seq, (await addNote('c')).seq]
    expect((await desk.database.leaseBatch(2)).map(({ seq }) => seq)).toEqual(seqs.slice(0, 2))
    expect((await desk.database.leaseBatch(2)).map(({ seq }) => seq)).toEqual(seqs.slice(2))
    expect(await desk.database.leaseBatch()).toEqual([])
  })

  test('goes out again after a restart without an answer', async () => {
    const { seq } = await addNote()
    await desk.database.leaseBatch()
    await desk.reopen()
    expect((await desk.database.leaseBatch()).map((mutation) => mutation.seq)).toEqual([seq])
  })

  test('goes out under a new name when the server knows the cache as a copy', async () => {
    const { clientId } = desk.database
    const { seq } = await addNote()
    await desk.database.leaseBatch()
    const renewed = await desk.database.renewClientId()
    expect(renewed).not.toBe(clientId)
    expect(desk.database.clientId).toBe(renewed)
    expect((await desk.database.leaseBatch()).map((mutation) => mutation.seq)).toEqual([seq])
    await desk.reopen()
    expect(desk.database.clientId).toBe(renewed)
  })

  test('stays until a pull has seen its transaction', async () => {
    const { seq } = await claim()
    await desk.database.leaseBatch()
    await desk.database.settle([outcomeOf(seq, { xid: '15' })])
    expect((await page('mine')).rows).toHaveLength(1)
    // A pull that began before: the lead's row comes as it was.
    await pull(desk.database, [pageOf('leads', [{ ...maya, lead_score: 7 }])], 12)
    expect((await page('mine')).rows).toMatchObject([{ score: 7, handler_id: desk.cache.userId }])
    await pull(desk.database, [pageOf('leads', [{ ...maya, owner_id: desk.cache.userId }])], 16)
    expect((await page('mine')).rows).toHaveLength(1)
    // Nothing of it is left: the server's word alone decides now.
    await pull(desk.database, [pageOf('leads', [maya])], 17)
    expect((await page('mine')).rows).toEqual([])
  })

  test('is confirmed at once when the pull was faster than the answer', async () => {
    const { seq } = await claim()
    await desk.database.leaseBatch()
    await pull(desk.database, [pageOf('leads', [{ ...maya, owner_id: ana.id }])], 20)
    await desk.database.settle([outcomeOf(seq, { xid: '15' })])
    expect((await page()).rows).toMatchObject([{ handler_id: ana.id, save_state: 'saved' }])
  })
})

test('a message that comes after its conversation touches the inbox row that tells who wrote last', async () => {
  await pull(desk.database, world(), 10)
  const changes: ChangeSet[] = []
  desk.database.onChange((change) => changes.push(change))
  const late = message({ conversation_id: chat.id, lead_id: maya.id, created_at: NOW + 1 })
  await pull(desk.database, [pageOf('messages', [late])], 11)
  const row = (await page()).rows[0]!
  expect(changes.some(({ inbox }) => inbox === 'all' || inbox.includes(row.at))).toBe(true)
})

test('a read asked in a change notification sees that change', async () => {
  await pull(desk.database, world(), 10)
  const seen: Promise<number>[] = []
  desk.database.onChange(() => seen.push(view().then((answer) => answer?.items.length ?? 0)))
  for (let n = 0; n < 20; n++) await addNote(`note ${n}`)
  const counts = await Promise.all(seen)
  expect(counts).toHaveLength(20)
  for (const [n, count] of counts.entries()) expect(count).toBeGreaterThanOrEqual(n + 2)
})
