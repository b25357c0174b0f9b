import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AWAY_MS } from '#shared/contract/areas/away.ts'
import type { TablePage } from '#shared/replication/protocol.ts'
import type { Row } from '#shared/replication/tables.ts'
import type { Database } from './client.ts'
import {
  NOW,
  answerOf,
  conversation,
  cursorAt,
  lead,
  message,
  outcomeOf,
  pageOf,
  rowOf,
  testCache,
} from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database
let xmax = 0

const BACK = NOW + AWAY_MS
const MEANWHILE = NOW + 60_000

beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
})
afterEach(() => cache.dispose())

/** A round that was applied at that moment. */
async function roundAt(at: number, tables: TablePage[] = []): Promise<void> {
  await database.stagePage(answerOf({ tables }))
  await database.applyRound(cursorAt((xmax += 10)), { at })
}

const digest = () => database.read('away.digest', null)

function customer(full_name: string, given: { owner_id?: string; conversation?: Partial<Row<'conversations'>> } = {}) {
  const of = lead({ full_name, owner_id: given.owner_id ?? cache.userId })
  const chat = conversation({ lead_id: of.id, last_message_at: NOW - 1000, ...given.conversation })
  return { lead: of, chat, tables: [pageOf('leads', [of]), pageOf('conversations', [chat])] }
}

const wrote = ({ lead: of, chat }: ReturnType<typeof customer>, at: number, given: Partial<Row<'messages'>> = {}) => [
  pageOf('conversations', [{ ...chat, last_message_at: at, last_message_preview: 'Still there?', updated_at: at }]),
  pageOf('messages', [
    message({ conversation_id: chat.id, lead_id: of.id, body: 'Still there?', created_at: at, ...given }),
  ]),
]

test('tells of messages, hot leads, what was assigned and what others did, each conversation once', async () => {
  const colleague = randomUUID()
  const [maya, noah, olga] = [customer('Maya'), customer('Noah'), customer('Olga', { owner_id: colleague })]
  const theirs = customer('Somebody else’s', { owner_id: colleague })
  for (const { tables } of [maya, noah, olga, theirs]) await roundAt(NOW, tables)
  expect(await digest()).toBeNull()

  await roundAt(BACK, [
    pageOf('leads', [{ ...olga.lead, owner_id: cache.userId, updated_at: MEANWHILE }]),
    ...wrote(maya, MEANWHILE),
    ...wrote(theirs, MEANWHILE),
    pageOf('conversations', [{ ...noah.chat, status: 'closed', updated_at: MEANWHILE }]),
    pageOf('hot_events', [
      rowOf('hot_events', { lead_id: maya.lead.id, reason: 'score', status: 'open', created_at: MEANWHILE }),
    ]),
  ])
  expect(await digest()).toMatchObject({
    from: NOW,
    to: BACK,
    counts: { attention: 0, hot: 1, assigned: 1, message: 1, done: 1 },
    items: [
      { lead_label: 'Maya', kinds: ['hot', 'message'], messages: 1, preview: 'Still there?' },
      { lead_label: 'Olga', kinds: ['assigned'], messages: 0 },
      { lead_label: 'Noah', kinds: ['done'] },
    ],
    more: 0,
  })
})

test('tells of a lead that was handed over and had not been visible before', async () => {
  await roundAt(NOW)
  const { tables, lead: of } = customer('Pia')
  await roundAt(BACK, [pageOf('leads', [{ ...of, updated_at: MEANWHILE }]), ...tables.slice(1)])
  expect(await digest()).toMatchObject({ items: [{ lead_label: 'Pia', kinds: ['assigned'] }] })
})

test('tells of a change of mine that was refused', async () => {
  const maya = customer('Maya')
  await roundAt(NOW, maya.tables)
  const args = { message_id: randomUUID(), conversation_id: maya.chat.id, body: 'Hi' }
  const { seq } = await database.commit({ name: 'message.send', args }, { at: NOW })
  await database.leaseBatch()
  await database.settle([outcomeOf(seq, { result: 'held', code: 'newer_inbound' })])
  await roundAt(BACK)
  expect(await digest()).toMatchObject({ counts: { attention: 1 }, items: [{ kinds: ['attention'] }] })
})

test('says nothing of a short absence, of one in which nothing happened, and of what came before or after', async () => {
  const maya = customer('Maya')
  await roundAt(NOW, maya.tables)
  await roundAt(BACK - 1, wrote(maya, MEANWHILE))
  expect(await digest()).toBeNull()
  await roundAt(BACK - 1 + AWAY_MS, wrote(maya, NOW - 5_000))
  await roundAt(BACK + AWAY_MS, wrote(maya, BACK + AWAY_MS))
  expect(await digest()).toBeNull()
})

test('is dismissed once and for all, survives a restart until then, and grows with the next absence', async () => {
  const [maya, noah] = [customer('Maya'), customer('Noah')]
  await roundAt(NOW, maya.tables)
  await roundAt(NOW, noah.tables)
  await roundAt(BACK, wrote(maya, MEANWHILE))
  await roundAt(BACK + AWAY_MS, wrote(noah, BACK + 60_000))
  await database.close()

  database = await cache.open()
  expect(await digest()).toMatchObject({ from: NOW, to: BACK + AWAY_MS, counts: { message: 2 } })
  await database.dismissAway(BACK + AWAY_MS)
  expect(await digest()).toBeNull()
  await database.close()

  database = await cache.open()
  expect(await digest()).toBeNull()
})

test('a digest that grew while it was read loses only what was read', async () => {
  const [maya, noah] = [customer('Maya'), customer('Noah')]
  await roundAt(NOW, [...maya.tables, ...noah.tables])
  await roundAt(BACK, wrote(maya, MEANWHILE))
  await roundAt(BACK + AWAY_MS, wrote(noah, BACK + 60_000))
  await database.dismissAway(BACK)
  expect(await digest()).toMatchObject({ from: BACK, items: [{ lead_label: 'Noah' }] })
})
