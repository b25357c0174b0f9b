/** How the rep's claims of leads stand: over real files and threads. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import { NOW, conversation, lead, message, outcomeOf, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const ana = rowOf('profiles', { full_name: 'Ana Lopes', role: 'sales_rep', status: 'active' })
const maya = lead({ full_name: 'Maya Chen', first_name: 'Maya', owner_id: null })
const chat = conversation({ lead_id: maya.id, assigned_to: null })
const WON = { owner_id: ana.id, claimed_at: NOW - 4_000 }

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  const hello = message({ conversation_id: chat.id, lead_id: maya.id, body: 'Hello?' })
  await pull(
    database,
    [pageOf('profiles', [ana]), pageOf('leads', [maya]), pageOf('conversations', [chat]), pageOf('messages', [hello])],
    10,
  )
})
afterEach(() => cache.dispose())

const claim = async () => (await database.commit({ name: 'lead.claim', args: { lead_id: maya.id } }, { at: NOW })).seq
const state = () => database.read('claim.state', { lead_id: maya.id })
const lost = () => database.read('claim.lost', null)
const LOST = { lead_id: maya.id, lead_label: 'Maya Chen', name: 'Ana Lopes', claimed_at: NOW - 4_000, at: NOW }

test('a claim waits until the server agrees', async () => {
  expect(await state()).toBeNull()
  const seq = await claim()
  expect(await state()).toEqual({ state: 'waiting' })
  await database.leaseBatch()
  expect(await state()).toEqual({ state: 'waiting' })
  await database.settle([outcomeOf(seq, { xid: '15' })])
  expect(await state()).toBeNull()
  expect(await lost()).toEqual([])
})

test('a claim that came too late says who was faster and when, until the rep lets it go', async () => {
  const seq = await claim()
  await database.leaseBatch()
  await database.settle([outcomeOf(seq, { result: 'conflict', xid: '15', code: 'already_claimed', details: WON })])
  expect(await state()).toEqual({ state: 'lost', claim: { ...LOST, seq } })
  expect(await lost()).toEqual([{ ...LOST, seq }])
  await database.discardParked(seq, { at: NOW })
  expect(await state()).toBeNull()
})

test('it says the same when the lead was taken away before the claim was sent, with all that waited for it', async () => {
  await claim()
  await database.saveDraft(chat.id, { body: 'I am on my way', mode: 'reply' }, { at: NOW })
  await pull(database, [], 20, { revoked: [{ lead_id: maya.id, owner_id: ana.id, at: NOW - 4_000 }] })
  const [told] = await lost()
  expect(told).toMatchObject(LOST)
  expect(await state()).toEqual({ state: 'lost', claim: told })
  expect(await database.leaseBatch()).toEqual([])
  const items = await database.read('attention.list', null)
  expect(items.find(({ mutation }) => mutation === 'lead.claim')).toMatchObject({ code: 'already_claimed' })
  await database.discardParked(told!.seq, { at: NOW })
  expect(await lost()).toEqual([])
})

test('a lead that is refused for another reason was not lost to anybody', async () => {
  const seq = await claim()
  await database.leaseBatch()
  await database.settle([outcomeOf(seq, { result: 'rejected', xid: '15', code: 'forbidden' })])
  expect(await state()).toBeNull()
})
