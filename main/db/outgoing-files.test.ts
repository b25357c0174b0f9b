import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OutgoingFile } from './file-calls.ts'
import type { Database } from './client.ts'
import { NOW, conversation, lead, outcomeOf, pageOf, pull, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const ana = lead({})
const chat = conversation({ lead_id: ana.id })

let cache: TestCache
let database: Database
let attached = NOW
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(database, [pageOf('leads', [ana]), pageOf('conversations', [chat])], 1)
})
afterEach(() => cache.dispose())

const draftFiles = () => database.read('draft.files', { conversation_id: chat.id })
const fileNames = async () => (await draftFiles()).map(({ file_name }) => file_name)

async function attach(file_name: string): Promise<OutgoingFile> {
  const file = {
    id: randomUUID(),
    conversation_id: chat.id,
    file_name,
    content_type: 'image/png',
    size_bytes: 5,
    sha256: 'a'.repeat(64),
  }
  await database.attachFile(file, { at: (attached += 1) })
  return file
}

async function send(body: string, files: OutgoingFile[]): Promise<{ message_id: string; seq: number }> {
  const message_id = randomUUID()
  const attachments = files.map(({ id: attachment_id, conversation_id: _draft, ...file }) => ({
    attachment_id,
    ...file,
  }))
  const args = { message_id, conversation_id: chat.id, body, ...(files.length > 0 && { attachments }) }
  const { seq } = await database.commit({ name: 'message.send', args }, { at: NOW })
  return { message_id, seq }
}

const leased = async () => {
  const batch = await database.leaseBatch()
  await database.release(true)
  return batch.map(({ name, args }) => [name, (args as { body?: string }).body])
}

test('a message waits for its files, while what is written after it goes out; then it follows', async () => {
  const [first, second] = [await attach('a.png'), await attach('b.png')]
  const { message_id } = await send('with files', [first, second])
  await database.commit({ name: 'message.cancel', args: { message_id } }, { at: NOW })
  await send('plain', [])
  expect(await leased()).toEqual([['message.send', 'plain']])

  expect(await database.read('upload.next', null)).toMatchObject({ id: first.id })
  await database.fileStored(first.id)
  expect(await leased()).toEqual([['message.send', 'plain']])
  await database.fileStored(second.id)
  expect(await database.read('upload.next', null)).toBeNull()
  expect(await leased()).toEqual([
    ['message.send', 'plain'],
    ['message.send', 'with files'],
    ['message.cancel', undefined],
  ])
})

test('what was sent is gone from the draft and shows in the thread as on its way', async () => {
  const file = await attach('a.png')
  expect(await fileNames()).toEqual(['a.png'])
  await send('look', [file])
  expect(await fileNames()).toEqual([])
  const shown = async () =>
    (await database.read('conversation.view', { conversation_id: chat.id, limit: 10 }))!.items[0]
  expect(await shown()).toMatchObject({
    content_type: 'image',
    save_state: 'local',
    attachments: [{ id: file.id, kind: 'image', upload: { state: 'waiting' } }],
  })
  await database.fileFailed(file.id, 'too large')
  expect(await shown()).toMatchObject({ attachments: [{ upload: { state: 'failed', reason: 'too large' } }] })
  expect(await database.read('upload.next', null)).toBeNull()
  await database.fileFailed(file.id, null)
  expect(await database.read('upload.next', null)).toMatchObject({ id: file.id })
})

test('a message that is taken back gives its files back to the draft, and restored it has them again', async () => {
  const file = await attach('a.png')
  const { seq } = await send('look', [file])
  const { undo } = await database.discardUnsent(seq, { at: NOW })
  expect(await fileNames()).toEqual(['a.png'])
  await database.restoreDiscarded(undo!, { at: NOW })
  expect(await fileNames()).toEqual([])
  expect(await leased()).toEqual([])
  await database.fileStored(file.id)
  expect(await leased()).toEqual([['message.send', 'look']])
})

test('draft, message and the place of an upload survive a restart, and a file goes when the server has its message', async () => {
  const [kept, file] = [await attach('kept.png'), await attach('sent.png')]
  await send('look', [file])
  await database.uploadAt(file.id, 'http://storage/upload/1')
  await database.close()
  database = await cache.open()
  expect(await fileNames()).toEqual(['kept.png'])
  expect(await database.read('upload.next', null)).toMatchObject({ upload_url: 'http://storage/upload/1' })

  await database.fileStored(file.id)
  const [mutation] = await database.leaseBatch()
  await database.settle([outcomeOf(mutation!.seq, { xid: '5' })])
  expect(await database.read('outgoing.ids', null)).toHaveLength(2)
  await pull(database, [], 6)
  expect(await database.read('outgoing.ids', null)).toEqual([kept.id])
})

test('a held message that is discarded gives its files back, which need not be stored again', async () => {
  const file = await attach('a.png')
  await send('look', [file])
  await database.fileStored(file.id)
  const [mutation] = await database.leaseBatch()
  await database.settle([outcomeOf(mutation!.seq, { result: 'held', code: 'customer_replied' })])
  await database.discardParked(mutation!.seq, { at: NOW })
  const [back] = await draftFiles()
  await send('again', [{ ...file, id: back!.id }])
  expect(await leased()).toEqual([['message.send', 'again']])
})
