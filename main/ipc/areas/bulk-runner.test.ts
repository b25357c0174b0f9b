import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BulkProgress, TriageSubject } from '#shared/contract/areas/triage.ts'
import type { Database } from '../../db/client.ts'
import { NOW, conversation, lead, pageOf, pull, rowOf, testCache } from '../../db/test-support.ts'
import type { TestCache } from '../../db/test-support.ts'
import { BulkRunner } from './bulk-runner.ts'
import type { BulkPlace } from './bulk-runner.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const OPEN = rowOf('pipeline_stages', { name: 'New', kind: 'open' })
const WON = rowOf('pipeline_stages', { name: 'Won', kind: 'won' })
const LOST = rowOf('pipeline_stages', { name: 'Lost', kind: 'lost' })

let cache: TestCache
let database: Database
let place: BulkPlace
let told: (BulkProgress | null)[]
let bulk: BulkRunner
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  place = { db: database, engine: { wake: () => {} } }
  told = []
  bulk = new BulkRunner(() => told.push(bulk.progress))
})
afterEach(() => cache.dispose())

type Enquiry = { lead: ReturnType<typeof lead>; conversation: ReturnType<typeof conversation> }

async function fill(count: number, of: (n: number) => { lead?: object; conversation?: object } = () => ({})) {
  const all = Array.from({ length: count }, (_, n): Enquiry => {
    const given = of(n)
    const customer = lead({ pipeline_stage_id: OPEN.id, ...given.lead })
    return { lead: customer, conversation: conversation({ lead_id: customer.id, ...given.conversation }) }
  })
  await pull(
    database,
    [
      pageOf('pipeline_stages', [OPEN, WON, LOST]),
      pageOf(
        'leads',
        all.map((each) => each.lead),
      ),
      pageOf(
        'conversations',
        all.map((each) => each.conversation),
      ),
    ],
    1,
  )
  return all.map((each) => each.conversation.id)
}

/** In the order of their ids, as far as triage can change them. */
async function standing(ids: string[]): Promise<TriageSubject[]> {
  const found = await database.read('triage.subjects', { ids })
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

test('every conversation is done, some at a time with progress told, and one undo sets all back as they were', async () => {
  const until = NOW + 86_400_000
  const ids = await fill(120, (n) => ({
    conversation: n % 3 === 0 ? { status: 'snoozed', snoozed_until: until } : { status: n === 1 ? 'closed' : 'open' },
  }))
  const before = await standing(ids)
  const outcome = await bulk.run(place, ids, { kind: 'done' }, NOW)
  expect(outcome).toMatchObject({ total: 120, changed: 119, skipped: 1, isCancelled: false, error: null })
  expect(told.map((progress) => progress?.done)).toEqual([0, 50, 100, 120, undefined])
  expect((await standing(ids)).every(({ status }) => status === 'closed')).toBe(true)
  expect((await database.backlog()).pending).toBe(119)

  expect(await bulk.undo(place, outcome.id, NOW + 1)).toMatchObject({ total: 119, changed: 119, error: null })
  expect(await standing(ids)).toEqual(before)
  await expect(bulk.undo(place, outcome.id, NOW + 2)).rejects.toMatchObject({ code: 'not_found' })
})

test('a change that is cancelled stops between transactions; what was changed stays and is undone alone', async () => {
  const ids = await fill(160)
  const before = await standing(ids)
  bulk = new BulkRunner(() => {
    if (bulk.progress?.done === 50 && !bulk.progress.isUndo) bulk.cancel()
  })
  const outcome = await bulk.run(place, ids, { kind: 'snooze', until: NOW + 1000 }, NOW)
  expect(outcome).toMatchObject({ total: 160, changed: 50, isCancelled: true })
  expect((await standing(ids)).filter(({ status }) => status === 'snoozed')).toHaveLength(50)
  expect(bulk.progress).toBeNull()
  expect(await bulk.undo(place, outcome.id, NOW)).toMatchObject({ total: 50, changed: 50 })
  expect(await standing(ids)).toEqual(before)
})

test('only one change of many runs at a time', async () => {
  const ids = await fill(60)
  const first = bulk.run(place, ids, { kind: 'done' }, NOW)
  await expect(bulk.run(place, ids, { kind: 'claim' }, NOW)).rejects.toMatchObject({ code: 'conflict' })
  await expect(first).resolves.toMatchObject({ changed: 60 })
  await expect(bulk.run(place, ids, { kind: 'claim' }, NOW)).resolves.toMatchObject({ changed: 60 })
})

test('a lead with several conversations is tagged once, and undoing leaves the tags that it had', async () => {
  const customer = lead({ tags: ['old'] })
  const ids = await fill(3, () => ({ lead: customer }))
  const outcome = await bulk.run(place, ids, { kind: 'tag', tag: 'vip' }, NOW)
  expect(outcome).toMatchObject({ total: 3, changed: 1 })
  expect((await standing(ids))[0]?.lead.tags).toEqual(['old', 'vip'])
  await bulk.undo(place, outcome.id, NOW)
  expect((await standing(ids))[0]?.lead.tags).toEqual(['old'])
  expect(await bulk.run(place, ids, { kind: 'tag', tag: 'old' }, NOW)).toMatchObject({ changed: 0, skipped: 3 })
})

test('leads move to a stage, and undoing gives them back to the rules; a lost one cannot be set back', async () => {
  const ids = await fill(3, (n) => ({ lead: { pipeline_stage_id: n === 2 ? LOST.id : OPEN.id } }))
  const outcome = await bulk.run(place, ids, { kind: 'stage', stage_id: WON.id, reason: null }, NOW)
  expect(outcome.changed).toBe(3)
  expect(await bulk.undo(place, outcome.id, NOW)).toMatchObject({ total: 3, changed: 2, skipped: 1 })
  const after = (await standing(ids)).map(
    ({ lead: { stage, stage_override } }) => `${stage?.name} by ${stage_override ? 'hand' : 'rule'}`,
  )
  expect(after.toSorted()).toEqual(['New by rule', 'New by rule', 'Won by hand'])
})

test('priorities are set and each set back to its own', async () => {
  const ids = await fill(3, (n) => ({ conversation: { priority: n === 0 ? 'urgent' : 'low' } }))
  const before = await standing(ids)
  const outcome = await bulk.run(place, ids, { kind: 'prioritize', priority: 'urgent' }, NOW)
  expect(outcome).toMatchObject({ changed: 2, skipped: 1 })
  expect((await standing(ids)).map(({ priority }) => priority)).toEqual(['urgent', 'urgent', 'urgent'])
  await bulk.undo(place, outcome.id, NOW)
  expect(await standing(ids)).toEqual(before)
})

test('only what nobody works is claimed, and undoing hands it back to the pool', async () => {
  const owners = [null, randomUUID(), null]
  const ids = await fill(3, (n) => ({
    lead: { owner_id: owners[n] },
    conversation: { assigned_to: n === 2 ? randomUUID() : null },
  }))
  const before = await standing(ids)
  const outcome = await bulk.run(place, ids, { kind: 'claim' }, NOW)
  expect(outcome).toMatchObject({ changed: 1, skipped: 2 })
  expect((await standing(ids)).filter(({ lead: { owner_id } }) => owner_id === cache.userId)).toHaveLength(1)
  await bulk.undo(place, outcome.id, NOW)
  expect(await standing(ids)).toEqual(before)
})

test('what left the cache meanwhile is passed over, and the others are changed', async () => {
  const ids = await fill(2)
  const colleague = randomUUID()
  const wanted = [randomUUID(), ...ids, ids[0]!]
  const outcome = await bulk.run(place, wanted, { kind: 'assign', assigned_to: colleague }, NOW)
  expect(outcome).toMatchObject({ total: 3, changed: 2, skipped: 1 })
  expect((await standing(ids)).map(({ assigned_to }) => assigned_to)).toEqual([colleague, colleague])
})

test('all that match a view are found when it starts', async () => {
  const ids = await fill(3, (n) => ({ lead: { tags: n === 0 ? ['vip'] : [] } }))
  const matching = () => database.read('inbox.matching', { split: 'all', filter: { tags: ['vip'] } })
  expect(await bulk.run(place, matching, { kind: 'done' }, NOW)).toMatchObject({ total: 1, changed: 1 })
  expect((await standing(ids)).filter(({ status }) => status === 'closed')).toHaveLength(1)
})

test('a failure of the cache stops it where it is, says why, and what was changed can be undone', async () => {
  const ids = await fill(120)
  const before = await standing(ids)
  let calls = 0
  const failing: BulkPlace = {
    ...place,
    db: new Proxy(database, {
      get(target, name, receiver) {
        if (name === 'commitAll' && ++calls === 2) return () => target.retryParked(-1)
        return Reflect.get(target, name, receiver) as unknown
      },
    }),
  }
  const outcome = await bulk.run(failing, ids, { kind: 'done' }, NOW)
  expect(outcome).toMatchObject({ total: 120, changed: 50, isCancelled: false, error: expect.any(String) })
  expect(await bulk.undo(failing, outcome.id, NOW)).toMatchObject({ changed: 50 })
  expect(await standing(ids)).toEqual(before)
})
