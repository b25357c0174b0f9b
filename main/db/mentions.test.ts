import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import { NOW, conversation, lead, note, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const person = (full_name: string, given: { role?: string; status?: string } = {}) =>
  rowOf('profiles', {
    full_name,
    email: `${full_name.split(' ')[0]}@acme.test`,
    role: 'sales_rep',
    status: 'active',
    ...given,
  })
const [ben, cleo, viewer, gone] = [
  person('Ben Ward'),
  person('Cleo Park'),
  person('Vic Viewer', { role: 'viewer' }),
  person('Gone Girl', { status: 'suspended' }),
]
const paula = lead({ full_name: 'Paula Quick' })
const chat = conversation({ lead_id: paula.id, last_message_at: NOW })
const named = (text: string, at: number) => note({ lead_id: paula.id, body: text, created_at: at, created_by: ben.id })

let cache: TestCache
let database: Database
let me: string
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  me = cache.userId
  await pull(
    database,
    [
      pageOf('profiles', [ben, cleo, viewer, gone, { ...person('Ana Lopes'), id: me }]),
      pageOf('leads', [paula]),
      pageOf('conversations', [chat]),
    ],
    10,
  )
})
afterEach(() => cache.dispose())

const list = (only_unread = false, limit = 50) => database.read('mentions.list', { only_unread, limit })
const unread = async () => (await database.read('mentions.unread', null)).count
const write = async (body: string) => {
  const note_id = randomUUID()
  await database.commit(
    { name: 'note.create', args: { note_id, lead_id: paula.id, title: null, body, type: 'general' } },
    { at: NOW },
  )
  return note_id
}
const bodies = async () => {
  const view = await database.read('conversation.view', { conversation_id: chat.id, limit: 50 })
  return view!.items.map((item) => item.body)
}

async function mentioned(count: number): Promise<string[]> {
  const notes = Array.from({ length: count }, (_, n) => named(`<@${me}|Ana Lopes> no ${n}`, NOW + n))
  const mentions = notes.map(({ id, created_at }) =>
    rowOf('mentions', { lead_id: paula.id, note_id: id, user_id: me, mentioned_by: ben.id, created_at }),
  )
  const theirs = rowOf('mentions', { lead_id: paula.id, note_id: notes[0]!.id, user_id: cleo.id, mentioned_by: me })
  await pull(database, [pageOf('notes', notes), pageOf('mentions', [...mentions, theirs])], 20)
  return mentions.map(({ id }) => id)
}

describe('a note that is written here', () => {
  test('names colleagues at work who can read it, and nobody else', async () => {
    expect((await database.read('mentions.people', null)).map(({ name }) => name)).toEqual(['Ben Ward', 'Cleo Park'])
    await write('@Ben Ward, @Vic Viewer, @Gone Girl, @Ana Lopes')
    expect(await bodies()).toEqual([`<@${ben.id}|Ben Ward>, @Vic Viewer, @Gone Girl, @Ana Lopes`])
  })

  test('is edited by the names that were typed, before it is sent', async () => {
    await write('For @Ben Ward')
    const { items } = await database.read('outbox.list', null)
    expect(items[0]).toMatchObject({ text: 'For @Ben Ward', editable_text: 'For @Ben Ward' })
    await database.editUnsent({ seq: items[0]!.seq, text: 'For @Cleo Park' })
    expect(await bodies()).toEqual([`For <@${cleo.id}|Cleo Park>`])
  })

  test('names colleagues when it is changed, too', async () => {
    const note_id = await write('Call back')
    await database.commit({ name: 'note.edit', args: { note_id, set: { body: 'Call back @Ben Ward' } } }, { at: NOW })
    expect(await bodies()).toEqual([`Call back <@${ben.id}|Ben Ward>`])
  })

  test('is refused when it is too long with the names in it', async () => {
    await expect(write(`@Ben Ward ${'x'.repeat(99_990)}`)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await bodies()).toEqual([])
  })
})

describe('where the rep is named', () => {
  test('is listed newest first, theirs alone, and read by them', async () => {
    const ids = await mentioned(3)
    const { mentions, has_more } = await list(false, 2)
    expect(mentions.map(({ id }) => id)).toEqual([ids[2], ids[1]])
    expect(has_more).toBe(true)
    expect(mentions[0]).toMatchObject({
      lead_label: 'Paula Quick',
      conversation_id: chat.id,
      by_id: ben.id,
      is_read: false,
      text: `<@${me}|Ana Lopes> no 2`,
    })
    expect(await database.read('mentions.of_lead', { lead_id: paula.id })).toEqual({ mention_ids: ids })
    await database.commit({ name: 'mention.read', args: { mention_id: ids[2]!, set: { read_at: NOW } } }, { at: NOW })
    expect(await unread()).toBe(2)
    expect((await list(true)).mentions.map(({ id }) => id)).toEqual([ids[1], ids[0]])
  })

  test('goes with its note', async () => {
    await mentioned(2)
    const [{ note_id } = { note_id: '' }] = (await list()).mentions
    await database.commit({ name: 'note.delete', args: { note_id } }, { at: NOW })
    expect([await unread(), (await list()).mentions.length]).toEqual([1, 1])
  })

  test('can be opened: the thread begins at a note that is asked for', async () => {
    await mentioned(5)
    const { note_id } = (await list()).mentions[2]!
    const view = await database.read('conversation.view', {
      conversation_id: chat.id,
      limit: 2,
      around: note_id,
      after: 1,
    })
    expect(view!.items.map(({ body }) => body.slice(-1))).toEqual(['1', '2', '3'])
    expect(view).toMatchObject({ anchor: 'found', has_older: true, has_newer: true })
  })
})
