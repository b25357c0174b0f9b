/** Changes that were not accepted, and drafts: over real files and threads. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { ana, maya, chat, world, useDesk } from './desk-test-support.ts'
import { lead, outcomeOf, pageOf, pull, NOW } from './test-support.ts'

const desk = useDesk()
const { page, view, send, claim, addNote } = desk

describe('a change that was not accepted', () => {
  beforeEach(() => pull(desk.database, world(), 10))

  async function refuse(seq: number, given: Parameters<typeof outcomeOf>[1]) {
    await desk.database.leaseBatch()
    await desk.database.settle([outcomeOf(seq, { result: 'rejected', ...given })])
  }

  test('gives way to the server and says who claimed the lead and when', async () => {
    const { seq } = await claim()
    await refuse(seq, { code: 'already_claimed', details: { owner_id: ana.id, claimed_at: NOW } })
    expect((await page('mine')).rows).toEqual([])
    const [item] = await desk.database.read('attention.list', null)
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
    await pull(desk.database, [pageOf('leads', [edited])], 11)
    const { seq } = await desk.database.commit(
      { name: 'lead.edit', args: { lead_id: maya.id, set: { email: 'mine@example.com' } } },
      { at: NOW },
    )
    const fields = { email: { base: 'old@example.com', mine: 'mine@example.com', theirs: 'theirs@example.com' } }
    await refuse(seq, { result: 'conflict', xid: '15', details: { fields } })
    expect((await view())?.lead.email).toBe('old@example.com')
    expect(await desk.database.read('attention.list', null)).toMatchObject([
      {
        mine: 'mine@example.com',
        theirs: 'theirs@example.com',
        reason: 'Somebody else changed e-mail at the same time.',
      },
    ])
    const retried = await desk.database.retryParked(seq)
    expect(retried.seq).toBeGreaterThan(seq)
    expect((await view())?.lead.email).toBe('mine@example.com')
    expect(await desk.database.leaseBatch()).toMatchObject([
      { seq: retried.seq, args: { base: { email: 'theirs@example.com' } } },
    ])
    await expect(desk.database.retryParked(seq)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is sent anyway without its precondition, and tells what it is sent over', async () => {
    const args = { message_id: randomUUID(), conversation_id: chat.id, body: 'Hi', seen_inbound_id: randomUUID() }
    const { seq } = await desk.database.commit({ name: 'message.send', args }, { at: NOW })
    await refuse(seq, { result: 'held', code: 'customer_replied' })
    await desk.database.retryParked(seq)
    const [again] = await desk.database.leaseBatch()
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
    await desk.database.discardParked(seq, { at: NOW })
    expect((await view())?.items).toHaveLength(1)
    expect((await page()).rows).toMatchObject([{ preview: 'Hello?', unread: 2, save_state: 'saved' }])
    expect(await desk.database.unsentCount()).toBe(0)
  })

  test('takes what depends on it along, and brings it back', async () => {
    const note_id = randomUUID()
    const { seq } = await addNote('First', note_id)
    await refuse(seq, { code: 'forbidden' })
    await desk.database.commit({ name: 'note.edit', args: { note_id, set: { body: 'Second' } } }, { at: NOW })
    expect(await desk.database.leaseBatch()).toEqual([])
    expect((await desk.database.read('attention.list', null)).map(({ code }) => code)).toEqual([
      'parent_parked',
      'forbidden',
    ])
    expect((await view())?.items.at(-1)).toMatchObject({ body: 'Second', save_state: 'attention' })
    await desk.database.retryParked(seq)
    expect((await desk.database.leaseBatch()).map(({ name }) => name)).toEqual(['note.create', 'note.edit'])
    expect((await view())?.items.at(-1)).toMatchObject({ body: 'Second', save_state: 'syncing' })
  })

  test('is kept in the vault when its lead is taken away', async () => {
    await send('My best offer')
    await desk.database.saveDraft(chat.id, { body: 'And another thing', mode: 'reply' }, { at: NOW })
    await desk.database.commit({ name: 'conversation.read', args: { conversation_id: chat.id } }, { at: NOW })
    const report = await pull(desk.database, [], 20, { revoked: [{ lead_id: maya.id, owner_id: ana.id }] })
    expect(report.vaulted).toEqual([
      { lead_id: maya.id, name: 'message.send', why: 'revoked' },
      { lead_id: maya.id, name: 'draft', why: 'revoked' },
    ])
    expect((await desk.database.stats()).rows).toMatchObject({ leads: 0, conversations: 0, messages: 0 })
    const items = await desk.database.read('attention.list', null)
    expect(items.map(({ mine }) => mine)).toEqual(['And another thing', 'My best offer'])
    expect(items[0]).toMatchObject({
      lead_label: 'Maya Chen',
      reason: 'This lead is now with Ana Lopes. It was not sent.',
    })
    expect(await desk.database.leaseBatch()).toEqual([])
    for (const { seq } of items) await desk.database.discardParked(seq, { at: NOW })
    expect(await desk.database.unsentCount()).toBe(0)
  })

  test('is told in plain words, in those of the server when the code is not known', async () => {
    const { seq } = await send()
    await refuse(seq, { code: 'belongs_to_colleague' })
    const other = await addNote()
    await refuse(other.seq, { code: 'of_the_future', message: 'It is too early for this' })
    const reasons = (await desk.database.read('attention.list', null)).map(({ reason }) => reason)
    expect(reasons).toEqual(['It is too early for this', "A colleague's lead already has this phone number."])
  })

  test('says nothing when there is nothing to decide', async () => {
    const { seq } = await desk.database.commit(
      { name: 'conversation.read', args: { conversation_id: chat.id } },
      { at: NOW },
    )
    await refuse(seq, { code: 'forbidden' })
    expect(await desk.database.backlog()).toEqual({ pending: 0, attention: 0 })
    expect((await page()).rows).toMatchObject([{ unread: 2 }])
  })
})

test('a draft survives a restart and an empty one is deleted', async () => {
  await desk.database.saveDraft(chat.id, { body: 'Dear Maya', mode: 'note' }, { at: NOW })
  await desk.reopen()
  expect(await desk.database.loadDraft(chat.id)).toEqual({ body: 'Dear Maya', mode: 'note' })
  await desk.database.saveDraft(chat.id, { body: '', mode: 'reply' }, { at: NOW })
  expect(await desk.database.loadDraft(chat.id)).toBeNull()
})

describe('a draft that was sent', () => {
  const send = (body: string) =>
    desk.database.commit(
      { name: 'message.send', args: { message_id: randomUUID(), conversation_id: chat.id, body } },
      { at: NOW, spent: { conversation_id: chat.id, body } },
    )

  test.each([
    ['is gone with it', 'Dear Maya', 'Dear Maya', null],
    ['is gone when it was some keystrokes behind', 'Dear Ma', 'Dear Maya', null],
    ['keeps what was typed after it', 'Dear Maya and then', 'Dear Maya', ' and then'],
    ['stays when it is another text', 'A note to self', 'Dear Maya', 'A note to self'],
  ])('%s', async (_what, draft, sent, left) => {
    await pull(desk.database, world(), 10)
    await desk.database.saveDraft(chat.id, { body: draft, mode: 'reply' }, { at: NOW })
    await send(sent)
    expect((await desk.database.loadDraft(chat.id))?.body ?? null).toBe(left)
  })

  test('stays when the change was refused', async () => {
    await desk.database.saveDraft(chat.id, { body: 'Dear Maya', mode: 'reply' }, { at: NOW })
    await expect(send('Dear Maya')).rejects.toMatchObject({ code: 'not_found' })
    expect((await desk.database.loadDraft(chat.id))?.body).toBe('Dear Maya')
  })
})
