/** The history of one lead over all of its conversations, from real files. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LEAD_EVENT_KINDS } from '#shared/contract/lead-models.ts'
import type { LeadEventKind } from '#shared/contract/lead-models.ts'
import type { Database } from './client.ts'
import { NOW, conversation, lead, message, note, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const maya = lead({ full_name: 'Maya Chen' })
const sms = conversation({ lead_id: maya.id })
const mail = conversation({ lead_id: maya.id, platform: 'email' })
const foreign = conversation({ lead_id: randomUUID() })
const fresh = rowOf('pipeline_stages', { name: 'New' })
const won = rowOf('pipeline_stages', { name: 'Won' })
const said = (chat: typeof sms, at: number, body: string, given: Partial<ReturnType<typeof message>> = {}) =>
  message({
    conversation_id: chat.id,
    lead_id: chat.lead_id,
    platform: chat.platform,
    created_at: NOW + at,
    body,
    ...given,
  })
const ours = { direction: 'outbound', sender_type: 'agent', sender_id: randomUUID() } as const

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(
    database,
    [
      pageOf('pipeline_stages', [fresh, won]),
      pageOf('leads', [maya]),
      pageOf('conversations', [sms, mail, foreign]),
      pageOf('messages', [
        said(sms, 1, 'By SMS'),
        said(mail, 4, 'By mail', ours),
        said(sms, 5, 'Summary of a call', { ...ours, content_type: 'call' }),
        said(sms, 6, 'The AI answers', { direction: 'outbound', sender_type: 'ai', ai_generated: true }),
        said(foreign, 9, 'Of somebody else'),
      ]),
      pageOf('stage_changes', [
        rowOf('stage_changes', {
          lead_id: maya.id,
          from_stage_id: fresh.id,
          to_stage_id: won.id,
          is_automatic: true,
          created_at: NOW + 2,
        }),
      ]),
      pageOf('deals', [rowOf('deals', { lead_id: maya.id, name: 'Car', created_at: NOW + 7 })]),
      pageOf('notes', [note({ lead_id: maya.id, title: 'Price', body: 'Too high', created_at: NOW + 3 })]),
      pageOf('bookings', [rowOf('bookings', { lead_id: maya.id, created_at: NOW + 8 })]),
    ],
    10,
  )
})
afterEach(() => cache.dispose())

const ask = (kinds: readonly LeadEventKind[], limit = 50) =>
  database.read('lead.timeline', { lead_id: maya.id, kinds: [...kinds], limit })
const texts = async (...kinds: LeadEventKind[]) => (await ask(kinds)).events.map(({ text }) => text)

test('everything of the lead stands in one order, newest first, over all channels', async () => {
  expect(await texts(...LEAD_EVENT_KINDS)).toEqual([
    'Appointment',
    'Car',
    'The AI answers',
    'Summary of a call',
    'By mail',
    'Price: Too high',
    'New → Won',
    'By SMS',
  ])
})

test('each kind can be asked for alone', async () => {
  expect(await texts('message')).toEqual(['By mail', 'By SMS'])
  expect(await texts('call')).toEqual(['Summary of a call'])
  expect(await texts('ai')).toEqual(['The AI answers'])
  expect(await texts('stage', 'note')).toEqual(['Price: Too high', 'New → Won'])
})

test('who acted and where it can be read is told', async () => {
  const { events } = await ask(['message', 'stage'])
  expect(events).toMatchObject([
    { kind: 'message', inbound: false, by: ours.sender_id, platform: 'email', conversation_id: mail.id },
    { kind: 'stage', automatic: true, by: null, conversation_id: null },
    { kind: 'message', inbound: true, by: null, conversation_id: sms.id },
  ])
})

test('what does not fit says that there is more', async () => {
  expect(await ask(LEAD_EVENT_KINDS, 3)).toMatchObject({ events: [{}, {}, {}], has_older: true })
  expect((await ask(LEAD_EVENT_KINDS, 8)).has_older).toBe(false)
})

test('moves name deals and stages that are gone, and when a person held the stage and let it go', async () => {
  const [car] = [rowOf('deals', { lead_id: maya.id, name: 'Van', created_at: NOW + 20 })]
  const move = { lead_id: maya.id, changed_by: ours.sender_id, is_automatic: false }
  const held = { lead_id: maya.id, stage_id: won.id, overridden_by: ours.sender_id, created_at: NOW + 33 }
  await pull(
    database,
    [
      pageOf('deals', [car]),
      pageOf('stage_changes', [
        rowOf('stage_changes', {
          ...move,
          deal_id: car.id,
          from_name: 'Talks',
          to_stage_id: won.id,
          created_at: NOW + 31,
        }),
        rowOf('stage_changes', {
          ...move,
          from_stage_id: won.id,
          reason: 'Asked',
          to_name: 'Cold',
          created_at: NOW + 32,
        }),
      ]),
      pageOf('stage_overrides', [
        rowOf('stage_overrides', { ...held, removed_at: NOW + 34, removed_by: ours.sender_id }),
      ]),
    ],
    20,
  )
  expect((await texts('stage')).slice(0, 4)).toEqual([
    'Released: rules move it again',
    'Held by hand in Won: rules do not move it',
    'Won → Cold: Asked',
    'Van: Talks → Won',
  ])
  expect(await database.read('deal.history', { deal_id: car.id })).toMatchObject([
    { from: 'Talks', to: 'Won', by: ours.sender_id, automatic: false, waiting: false },
  ])
})

test('a move that waits to be sent is in the history at once', async () => {
  const args = { lead_id: maya.id, stage_id: won.id, sub_stage: null, reason: 'Signed' }
  await database.commit({ name: 'lead.move', args }, { at: NOW + 50 })
  const { events } = await ask(['stage'])
  expect(events[0]).toMatchObject({ text: '→ Won: Signed', waiting: true, by: cache.userId, automatic: false })
})
