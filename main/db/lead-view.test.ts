/** What the panel reads of one lead, over real files and threads. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openCacheFile } from './cache-file.ts'
import type { Database } from './client.ts'
import { leadView } from './read/lead-view.ts'
import { NOW, conversation, lead, message, note, outcomeOf, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const stage = rowOf('pipeline_stages', { name: 'Qualified', color: '#3366ff', kind: 'open' })
const maya = lead({
  full_name: 'Maya Chen',
  first_name: 'Maya Chen',
  pipeline_stage_id: stage.id,
  lead_score: 82,
  tags: ['suv'],
  score_breakdown: [{ part: 'intent', points: 30, max: 30, reason: 'Has a booking' }, 'broken', { points: 1 }],
})
const other = lead({ first_name: 'Somebody else', full_name: 'Somebody else' })
const chat = conversation({ lead_id: maya.id, last_inbound_id: randomUUID(), last_message_at: NOW })
const campaign = rowOf('campaigns', { name: 'Autumn', tag: 'autumn', is_active: true })
const step = (day: number) =>
  rowOf('campaign_steps', {
    campaign_id: campaign.id,
    sequence_order: day,
    day_number: day,
    message_template: `Day ${day}`,
  })
const enrollment = (given: Partial<ReturnType<typeof rowOf<'campaign_enrollments'>>>) =>
  rowOf('campaign_enrollments', { lead_id: maya.id, campaign_id: campaign.id, ...given })

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(
    database,
    [
      pageOf('pipeline_stages', [stage]),
      pageOf('leads', [maya, other]),
      pageOf('conversations', [chat]),
      pageOf('messages', [
        message({ id: chat.last_inbound_id!, conversation_id: chat.id, lead_id: maya.id, created_at: NOW - 5 }),
      ]),
      pageOf('notes', [
        note({ lead_id: maya.id, is_pinned: true, body: 'Pinned' }),
        note({ lead_id: maya.id, is_pinned: false, body: 'Loose' }),
      ]),
      pageOf('deals', [
        rowOf('deals', { lead_id: maya.id, name: 'Big', value_minor: '9007199254740993', currency: 'EUR' }),
      ]),
      pageOf('campaigns', [campaign]),
      pageOf('campaign_steps', [step(1), step(3), step(7)]),
      pageOf('campaign_enrollments', [enrollment({ status: 'active', last_message_day: 1 })]),
    ],
    10,
  )
})
afterEach(() => cache.dispose())

const view = () => database.read('lead.view', { lead_id: maya.id })

test('a lead is told with its stage, its readable score parts and what hangs on it', async () => {
  expect(await view()).toMatchObject({
    lead: {
      label: 'Maya Chen',
      score: 82,
      score_parts: [{ part: 'intent', points: 30, max: 30, reason: 'Has a booking' }],
      stage: { id: stage.id, name: 'Qualified', kind: 'open' },
      tags: ['suv'],
    },
    last_inbound_at: NOW - 5,
    marks: {},
    pinned: [{ body: 'Pinned', save_state: 'saved' }],
    enrollments: [{ name: 'Autumn', next_message: 'Day 3', sent: 1, steps: 3 }],
    merged_into: null,
  })
})

test('an amount of more than 53 bits stays exact', async () => {
  expect((await view())?.deals).toMatchObject([{ value_minor: '9007199254740993' }])
})

test('a lead that is not in the cache is null', async () => {
  expect(await database.read('lead.view', { lead_id: randomUUID() })).toBeNull()
})

test('each field tells by itself that its change waits, is under way, or was refused', async () => {
  await database.commit({ name: 'lead.edit', args: { lead_id: maya.id, set: { company_name: 'Chen' } } }, { at: NOW })
  expect((await view())?.marks).toEqual({ company_name: 'local' })
  const [sent] = await database.leaseBatch()
  await database.commit({ name: 'lead.tag', args: { lead_id: maya.id, add: ['new'], remove: [] } }, { at: NOW })
  expect((await view())?.marks).toEqual({ company_name: 'syncing', tags: 'local' })
  await database.settle([outcomeOf(sent!.seq, { result: 'rejected', code: 'invalid_input' })])
  expect((await view())?.marks).toEqual({ company_name: 'attention', tags: 'local' })
})

test('a lead that was merged says into which, and its survivor lists the merge', async () => {
  const merge_id = randomUUID()
  await database.commit(
    { name: 'lead.merge', args: { merge_id, survivor_id: other.id, absorbed_id: maya.id, fields: [] } },
    { at: NOW },
  )
  expect((await view())?.merged_into).toMatchObject({ lead_id: other.id, label: 'Somebody else', merge_id })
  const survivor = await database.read('lead.view', { lead_id: other.id })
  expect(survivor?.merges).toMatchObject([{ id: merge_id, absorbed_label: 'Maya Chen', save_state: 'local' }])
})

test('every table of many rows that the panel reads is reached by an index', async () => {
  await database.close()
  const { db } = openCacheFile(cache)
  const asked: string[] = []
  const prepare = db.prepare.bind(db)
  const spied = { prepare: (sql: string) => (asked.push(sql), prepare(sql)) } as unknown as typeof db
  leadView(spied)
  // What is small: stages, campaigns and their steps, pipelines, and what a statement has found already.
  const many = /^SCAN (?!pipeline_stages|campaigns|campaign_steps|s\b|p\b|\(subquery)/
  for (const sql of asked) {
    const parameters = [...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, null])
    const given = parameters.length > 0 ? Object.fromEntries(parameters) : null
    const plan = prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(given ?? 'x')
    expect(plan.map(({ detail }) => detail).filter((detail) => many.test(detail))).toEqual([])
  }
  db.close()
})
