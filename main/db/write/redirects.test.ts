import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Database } from '../client.ts'
import { NOW, conversation, lead, outcomeOf, pageOf, pull, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { mutationHash } from './hash.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database
const old = lead({ first_name: 'Maja' })
const maya = lead({ first_name: 'Maya', email: 'maya@customers.test' })
const chat = conversation({ lead_id: maya.id })

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(database, [pageOf('leads', [old, maya]), pageOf('conversations', [chat])], 10)
})
afterEach(() => cache.dispose())

const addNote = (lead_id: string, body = 'Calls back', note_id = randomUUID()) =>
  database.commit({ name: 'note.create', args: { note_id, lead_id, title: null, body, type: 'general' } }, { at: NOW })
const bodies = async () =>
  (await database.read('conversation.view', { conversation_id: chat.id, limit: 50 }))!.items.map(({ body }) => body)
const pullMerged = (xmax: number, into: string | null = maya.id) =>
  pull(database, [pageOf('leads', [{ ...old, merged_into: into }])], xmax)

describe('after a merge that a pull brings', () => {
  test('a note queued for the absorbed lead shows on the surviving one and is sent for it', async () => {
    const { seq } = await addNote(old.id)
    expect(await bodies()).toEqual([])
    await pullMerged(20)
    expect(await bodies()).toEqual(['Calls back'])
    const [sent] = await database.leaseBatch()
    expect(sent).toMatchObject({ seq, args: { lead_id: maya.id } })
    expect(sent!.hash).toBe(mutationHash(sent!.name, sent!.v, sent!.args))
  })

  test('a note written from a screen that still shows the absorbed lead goes to the surviving one', async () => {
    await pullMerged(20)
    await addNote(old.id)
    expect(await database.leaseBatch()).toMatchObject([{ args: { lead_id: maya.id } }])
  })

  test('an edit has the values of the surviving lead as its base', async () => {
    await pullMerged(20)
    const args = { lead_id: old.id, set: { email: 'new@customers.test' } }
    await database.commit({ name: 'lead.edit', args }, { at: NOW })
    expect(await database.leaseBatch()).toMatchObject([
      { args: { lead_id: maya.id, base: { email: 'maya@customers.test' } } },
    ])
  })

  test('a change that was on its way keeps number and content until the server says that it did not take it', async () => {
    const { seq } = await addNote(old.id)
    const [sent] = await database.leaseBatch()
    await pullMerged(20)
    await database.release(false)
    expect(await database.leaseBatch()).toEqual([sent])
    await database.settle([outcomeOf(seq, { result: 'rejected', code: 'not_found' })])
    const again = await database.leaseBatch()
    expect(again).toMatchObject([{ args: { lead_id: maya.id } }])
    expect(again[0]!.seq).toBeGreaterThan(seq)
    expect(await database.read('attention.list', null)).toEqual([])
  })

  test('what depends on a change that goes out anew follows it, in order, over a restart', async () => {
    const note_id = randomUUID()
    await addNote(old.id, 'First', note_id)
    const edit = (body: string) => database.commit({ name: 'note.edit', args: { note_id, set: { body } } }, { at: NOW })
    await edit('Second')
    const [create, second] = await database.leaseBatch()
    await edit('Third')
    await pullMerged(20)
    await database.settle(
      [create!, second!].map(({ seq }) => outcomeOf(seq, { result: 'rejected', code: 'not_found' })),
    )
    await database.close()
    database = await cache.open()
    expect(await bodies()).toEqual(['Third'])
    expect(await database.leaseBatch()).toMatchObject([
      { name: 'note.create', args: { lead_id: maya.id, body: 'First' } },
      { name: 'note.edit', args: { base: { body: 'First' }, set: { body: 'Second' } } },
      { name: 'note.edit', args: { base: { body: 'Second' }, set: { body: 'Third' } } },
    ])
    expect(await database.read('attention.list', null)).toEqual([])
  })

  test('a lead that is itself again gets its own notes again', async () => {
    await pullMerged(20)
    await pullMerged(21, null)
    await addNote(old.id)
    expect(await database.leaseBatch()).toMatchObject([{ args: { lead_id: old.id } }])
  })

  test('the way leads to the last of several merges, and back when they were merged the other way', async () => {
    const last = lead({ first_name: 'Mayra' })
    await pull(
      database,
      [pageOf('leads', [{ ...old, merged_into: maya.id }, { ...maya, merged_into: last.id }, last])],
      20,
    )
    await addNote(old.id)
    expect(await database.leaseBatch()).toMatchObject([{ args: { lead_id: last.id } }])
    await pull(
      database,
      [
        pageOf('leads', [
          { ...last, merged_into: old.id },
          { ...old, merged_into: null },
        ]),
      ],
      21,
    )
    await addNote(last.id)
    await addNote(maya.id)
    expect(await database.leaseBatch()).toMatchObject([{ args: { lead_id: old.id } }, { args: { lead_id: old.id } }])
  })
})

describe('an outcome that says where rows went', () => {
  test('takes the queue along', async () => {
    const { seq } = await addNote(old.id, 'Taken by the server itself')
    await database.leaseBatch()
    await addNote(old.id, 'Queued meanwhile')
    const details = { redirected: { leads: { [old.id]: maya.id } } }
    await database.settle([outcomeOf(seq, { xid: '15', details })])
    expect(await bodies()).toEqual(['Queued meanwhile'])
    expect(await database.leaseBatch()).toMatchObject([{ args: { lead_id: maya.id, body: 'Queued meanwhile' } }])
  })

  test('takes what was typed in a conversation along, behind what is typed there', async () => {
    const gone = conversation({ lead_id: old.id })
    await pull(database, [pageOf('conversations', [gone])], 11)
    await database.saveDraft(gone.id, { body: 'and this', mode: 'reply' }, { at: NOW })
    await database.saveDraft(chat.id, { body: 'This', mode: 'reply' }, { at: NOW })
    const { seq } = await addNote(old.id)
    await database.leaseBatch()
    const details = { redirected: { conversations: { [gone.id]: chat.id } } }
    await database.settle([outcomeOf(seq, { xid: '15', details })])
    expect((await database.loadDraft(chat.id))?.body).toBe('This\nand this')
    expect(await database.loadDraft(gone.id)).toBeNull()
  })

  test('of an edit whose phone number is another lead’s moves nothing', async () => {
    const args = { lead_id: old.id, set: { phone: '+44 7400 111222' } }
    const { seq } = await database.commit({ name: 'lead.edit', args }, { at: NOW })
    await database.leaseBatch()
    await database.settle([outcomeOf(seq, { result: 'rejected', code: 'duplicate_of', details: { lead_id: maya.id } })])
    await addNote(old.id)
    expect(await database.leaseBatch()).toMatchObject([{ args: { lead_id: old.id } }])
  })
})

describe('a lead that somebody else had created before', () => {
  const created = randomUUID()
  const note_id = randomUUID()

  /** A lead, a note on it and an edit of that note, as written offline. */
  async function writeChain(): Promise<number[]> {
    const fields = { first_name: 'Maya', phone: '+44 7400 111222' }
    const create = { name: 'lead.create' as const, args: { lead_id: created, brand_id: randomUUID(), fields } }
    const edit = { name: 'note.edit' as const, args: { note_id, set: { body: 'Second' } } }
    return [
      (await database.commit(create, { at: NOW })).seq,
      (await addNote(created, 'First', note_id)).seq,
      (await database.commit(edit, { at: NOW })).seq,
    ]
  }
  const duplicate = { result: 'rejected', code: 'duplicate_of', details: { lead_id: maya.id } } as const
  const missing = { result: 'rejected', code: 'not_found' } as const
  const sentChain = [
    { name: 'note.create', args: { lead_id: maya.id, body: 'First' } },
    { name: 'note.edit', args: { base: { body: 'First' }, set: { body: 'Second' } } },
  ]
  const attention = async () => (await database.read('attention.list', null)).map(({ code }) => code)

  test('gets the notes that were written on the duplicate, sent in the same batch', async () => {
    const [create, note, edit] = await writeChain()
    await database.leaseBatch()
    await database.settle([outcomeOf(create!, duplicate), outcomeOf(note!, missing), outcomeOf(edit!, missing)])
    expect(await bodies()).toEqual(['Second'])
    expect(await database.leaseBatch()).toMatchObject(sentChain)
    expect(await attention()).toEqual(['duplicate_of'])
  })

  test('gets those that were not yet on their way, and those written afterwards', async () => {
    const [create] = await writeChain()
    await database.leaseBatch(1)
    await database.settle([outcomeOf(create!, duplicate)])
    await addNote(created, 'Third')
    expect(await database.leaseBatch()).toMatchObject([...sentChain, { args: { lead_id: maya.id, body: 'Third' } }])
  })

  test('is created after all with what is written on it from then on, when the rep says so', async () => {
    const [create] = await writeChain()
    await database.leaseBatch(1)
    await database.settle([outcomeOf(create!, duplicate)])
    await database.retryParked(create!)
    await addNote(created, 'On its own')
    expect((await database.leaseBatch()).at(-1)).toMatchObject({ args: { lead_id: created, body: 'On its own' } })
  })

  test('keeps a chain of three parked together when it is refused for another reason, and brings it back in order', async () => {
    const [create, note, edit] = await writeChain()
    await database.leaseBatch()
    await database.settle([
      outcomeOf(create!, { result: 'rejected', code: 'belongs_to_colleague' }),
      outcomeOf(note!, missing),
      outcomeOf(edit!, missing),
    ])
    expect((await attention()).toSorted()).toEqual(['belongs_to_colleague', 'parent_parked', 'parent_parked'])
    expect(await database.leaseBatch()).toEqual([])
    await database.retryParked(create!)
    expect((await database.leaseBatch()).map(({ name }) => name)).toEqual(['lead.create', 'note.create', 'note.edit'])
  })

  test('gives the whole chain up with its first', async () => {
    const [create] = await writeChain()
    await database.leaseBatch(1)
    await database.settle([outcomeOf(create!, { result: 'rejected', code: 'forbidden' })])
    await database.discardParked(create!, { at: NOW })
    expect(await database.unsentCount()).toBe(0)
    expect(await database.leaseBatch()).toEqual([])
  })
})
