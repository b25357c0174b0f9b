/** What the rep is told, over a real cache. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import type { Telling } from '#shared/domain/notification-rules.ts'
import { NO_QUIET_HOURS } from '#shared/domain/quiet-hours.ts'
import type { Database } from '../db/client.ts'
import { NOW, conversation, lead, message, pageOf, pull, rowOf, testCache } from '../db/test-support.ts'
import type { TestCache } from '../db/test-support.ts'
import { Notifier, type TellingSettings } from './notifier.ts'
import { wordsOf } from './words.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const MINUTE = 60_000
let cache: TestCache
let database: Database
let xid: number
let clock: number
let focused: string | null
let sync: { isOnline: boolean; isOffline: boolean; synced_at: number | null }
let settings: TellingSettings
let told: Telling[]
let withdrawn: string[]
let hot: HotLead[]
let notifier: Notifier

function start(): Notifier {
  const created = new Notifier(
    {
      db: database,
      now: () => clock,
      sync: () => sync,
      settings: () => settings,
      focused: () => focused,
      isInUse: () => true,
      claim: () => Promise.resolve([]),
      tell: (telling) => told.push(telling),
      withdraw: (about) => withdrawn.push(...about),
      onHot: (leads) => (hot = leads),
      log: { warn: (event, data) => expect.fail(`${event} ${JSON.stringify(data)}`) },
    },
    NOW - 1,
  )
  database.onChange((changes) => created.changed(changes))
  return created
}

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  ;[xid, clock, focused, told, withdrawn, hot] = [10, NOW, null, [], [], []]
  sync = { isOnline: true, isOffline: false, synced_at: NOW }
  settings = { paused_until: null, quiet_hours: NO_QUIET_HOURS, sounds: true, waiting_minutes: 15 }
  notifier = start()
  await notifier.look()
})
afterEach(() => {
  notifier.close()
  return cache.dispose()
})

/** A lead of the rep's with a conversation and, unless told otherwise, an alert. */
function hotLead(given: { owner?: string | null; label?: string; event?: object } = {}) {
  const owner_id = given.owner === undefined ? cache.userId : given.owner
  const row = lead({ full_name: given.label ?? 'Maya Chen', first_name: given.label ?? 'Maya Chen', owner_id })
  const chat = conversation({ lead_id: row.id, assigned_to: null, last_message_at: NOW, unread_count: 1 })
  const event = rowOf('hot_events', {
    lead_id: row.id,
    conversation_id: chat.id,
    reason: 'Score reached 85',
    score: 85,
    status: 'open',
    alert_count: 1,
    last_alert_at: NOW,
    created_at: NOW,
    ...given.event,
  })
  return { row, chat, event }
}
type Hot = ReturnType<typeof hotLead>

async function arrive(...all: Hot[]): Promise<void> {
  const [leads, chats, events] = [all.map(({ row }) => row), all.map(({ chat }) => chat), all.map(({ event }) => event)]
  const pages = [pageOf('leads', leads), pageOf('conversations', chats), pageOf('hot_events', events)]
  await pull(database, pages, (xid += 10))
  await notifier.look()
}

const write = async (...messages: ReturnType<typeof message>[]) => {
  await pull(database, [pageOf('messages', messages)], (xid += 10))
  await notifier.look()
}
const titles = () => told.map((telling) => wordsOf(telling).title)

test('a lead of the rep or of the pool that turns hot is told at once, a colleague’s only to who follows it', async () => {
  await arrive(hotLead())
  await arrive(hotLead({ owner: null, label: 'Paul Pool' }))
  const other = hotLead({ owner: randomUUID(), label: 'Otto Other' })
  await arrive(other)
  expect(titles()).toEqual(['Hot lead: Maya Chen', 'Hot lead: Paul Pool'])
  await pull(
    database,
    [pageOf('followers', [rowOf('followers', { lead_id: other.row.id, user_id: cache.userId })])],
    (xid += 10),
  )
  await notifier.look()
  expect(new Set(hot.map(({ relation }) => relation))).toEqual(new Set(['mine', 'pool', 'followed']))
  expect(hot.at(-1)?.lead_label).toBe('Otto Other')
  expect(titles()).toHaveLength(2 + 1)
})

test('it is told once, also after a restart, and again when nobody has claimed it', async () => {
  const one = hotLead()
  await arrive(one)
  notifier.close()
  await database.close()
  database = await cache.open()
  notifier = start()
  await notifier.look()
  expect(told).toHaveLength(1)
  await arrive({ ...one, event: { ...one.event, alert_count: 2, last_alert_at: NOW + 5 * MINUTE } })
  expect(told).toHaveLength(2)
  expect(wordsOf(told[1]!).body).toBe('Nobody has claimed it yet. Score reached 85')
})

test('acknowledged anywhere, it is cleared here', async () => {
  const one = hotLead()
  await arrive(one)
  await arrive({ ...one, event: { ...one.event, status: 'claimed', claimed_by: cache.userId, claimed_at: NOW } })
  expect(withdrawn).toEqual([one.chat.id])
  expect(hot).toEqual([])
})

test('what is passed on stays silent, what is snoozed comes back in its time', async () => {
  const [passed, snoozed] = [hotLead({ label: 'Pia' }), hotLead({ label: 'Sam' })]
  await arrive(passed, snoozed)
  const answer = (one: Hot, action: 'passed' | 'snoozed', snoozed_until: number | null) =>
    database.commit(
      {
        name: 'hot_event.acknowledge',
        args: { acknowledgement_id: randomUUID(), hot_event_id: one.event.id, action, snoozed_until },
      },
      { at: NOW },
    )
  await answer(passed, 'passed', null)
  await answer(snoozed, 'snoozed', NOW + 10 * MINUTE)
  await notifier.look()
  expect(withdrawn.toSorted()).toEqual([passed.chat.id, snoozed.chat.id].toSorted())
  const before = told.length
  clock = NOW + 10 * MINUTE
  await notifier.look()
  expect(titles().slice(before)).toEqual(['Hot lead: Sam'])
})

test('messages are gathered per conversation; while it is before the rep, it is silent', async () => {
  const one = hotLead({ event: { status: 'resolved' } })
  await arrive(one)
  const said = (body: string, at: number) =>
    message({ conversation_id: one.chat.id, lead_id: one.row.id, body, created_at: at })
  await write(said('Hello?', NOW + 1), said('Anybody?', NOW + 2))
  expect(told.map(wordsOf)).toEqual([{ title: 'Maya Chen · 2 new messages', body: 'Anybody?' }])
  focused = one.chat.id
  await write(said('I see you', NOW + 3))
  focused = null
  await notifier.look()
  expect(told).toHaveLength(1)
  await write(message({ ...said('old', NOW - MINUTE) }))
  expect(told).toHaveLength(1)
})

test('500 things after a sleep are one digest, once the server has been heard', async () => {
  clock = NOW + MINUTE
  sync = { isOnline: false, isOffline: false, synced_at: NOW }
  notifier.absent()
  const all = Array.from({ length: 20 }, (_, n) => hotLead({ label: `Lead ${n}`, event: { created_at: NOW + n } }))
  await arrive(...all)
  await write(
    ...Array.from({ length: 480 }, (_, n) => {
      const { chat, row } = all[n % 20]!
      return message({ conversation_id: chat.id, lead_id: row.id, body: `Message ${n}`, created_at: NOW + 1 + n })
    }),
  )
  expect(told).toEqual([])
  sync = { isOnline: true, isOffline: false, synced_at: NOW + MINUTE }
  await notifier.look()
  expect(told.map(wordsOf)).toEqual([{ title: '20 conversations have news', body: '20 hot leads, 480 new messages' }])
  await notifier.look()
  expect(told).toHaveLength(1)
})

test('in quiet hours and while paused nothing is told, and afterwards all of it at once', async () => {
  const hour = new Date(NOW).getHours()
  const clockOf = (at: number) => `${String(at % 24).padStart(2, '0')}:00`
  settings = { ...settings, quiet_hours: { on: true, from: clockOf(hour), to: clockOf(hour + 2) } }
  await arrive(hotLead({ label: 'Pia' }))
  await arrive(hotLead({ label: 'Sam' }))
  expect(told).toEqual([])
  clock = NOW + 2 * 3_600_000
  settings = { ...settings, paused_until: clock + MINUTE }
  await notifier.look()
  expect(told).toEqual([])
  clock += MINUTE
  await notifier.look()
  expect(titles()).toEqual(['2 conversations have news'])
})

test('what quiet hours hold back is told after a restart too, once, and not what was read elsewhere meanwhile', async () => {
  const [maya, paul] = [
    hotLead({ event: { status: 'resolved' } }),
    hotLead({ event: { status: 'resolved' }, label: 'Paul' }),
  ]
  await arrive(maya, paul)
  settings = { ...settings, paused_until: NOW + MINUTE }
  const said = ({ chat, row }: Hot, body: string) =>
    message({ conversation_id: chat.id, lead_id: row.id, body, created_at: NOW + 1 })
  await write(said(maya, 'Hello?'), said(paul, 'Anybody?'))
  notifier.close()
  await database.close()

  database = await cache.open()
  notifier = start()
  await notifier.look()
  await pull(database, [pageOf('conversations', [{ ...paul.chat, unread_count: 0 }])], (xid += 10))
  await notifier.look()
  expect(told).toEqual([])
  clock = NOW + MINUTE
  await notifier.look()
  expect(told.map(wordsOf)).toEqual([{ title: 'Maya Chen', body: 'Hello?' }])
  await notifier.look()
  expect(told).toHaveLength(1)
  expect(await database.read('kept.texts', { prefix: 'news' })).toEqual([])
})

test('what can be no news to anybody is not looked at', async () => {
  const reads: string[] = []
  const read = database.read.bind(database)
  database.read = (name, input) => {
    reads.push(name)
    return read(name, input)
  }
  await pull(database, [pageOf('message_templates', [rowOf('message_templates', {})])], (xid += 10))
  await notifier.look()
  const once = reads.length
  await pull(database, [pageOf('hot_events', [hotLead().event])], (xid += 10))
  await notifier.look()
  expect(reads.slice(0, once)).toEqual(['hot.list'])
  expect(reads.length).toBeGreaterThan(2 * once)
})

test('offline, a customer who waits too long is noticed here, and not told again when the server says so', async () => {
  const one = hotLead({ event: { status: 'expired', created_at: NOW - 60 * MINUTE } })
  const said = message({ conversation_id: one.chat.id, lead_id: one.row.id, created_at: NOW - 14 * MINUTE })
  const chat = { ...one.chat, waiting_since: NOW - 14 * MINUTE, last_inbound_id: said.id }
  await arrive({ ...one, chat })
  sync = { isOnline: false, isOffline: true, synced_at: NOW }
  await notifier.look()
  expect(told).toEqual([])
  clock = NOW + MINUTE
  await notifier.look()
  expect(told.map(wordsOf)).toEqual([{ title: 'Hot lead: Maya Chen', body: 'No answer for 15 minutes' }])
  expect(told[0]).toMatchObject({ latest: { message_id: said.id } })
  sync = { isOnline: true, isOffline: false, synced_at: clock }
  const raised = {
    ...one.event,
    id: randomUUID(),
    status: 'open',
    created_at: clock,
    reason: 'No answer for 15 minutes',
  }
  await arrive({ ...one, chat, event: raised })
  expect(hot).toMatchObject([{ event_id: raised.id }])
  expect(told).toHaveLength(1)
})

test('what the rep does not want to hear of is not told, and not told later either', async () => {
  const off = rowOf('notification_preferences', {
    user_id: cache.userId,
    event: 'hot_lead',
    split: 'unassigned',
    desktop: false,
  })
  await pull(database, [pageOf('notification_preferences', [off])], (xid += 10))
  const pool = hotLead({ owner: null })
  await arrive(pool)
  expect(told).toEqual([])
  await pull(database, [pageOf('notification_preferences', [{ ...off, desktop: true }])], (xid += 10))
  await notifier.look()
  expect(told).toEqual([])
  expect(hot).toHaveLength(1)
})
