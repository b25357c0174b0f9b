/**
 * Measures the cache through its workers: `node main/db/measure.ts [rows]`, 10,000 unless told otherwise. Prints
 * milliseconds. README.md says what was seen.
 */
import { randomUUID } from 'node:crypto'
import { NOW, answerOf, conversation, cursorAt, lead, message, note, pageOf, pull, testCache } from './test-support.ts'

const SAMPLES = 1000
const rows = Number(process.argv[2] ?? 10_000)
const cache = testCache()
const database = await cache.open()

const percentile = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]?.toFixed(2)

const print = (name: string, times: number[]) =>
  console.log(
    `${name}: p50 ${percentile(times, 0.5)} p95 ${percentile(times, 0.95)} p99 ${percentile(times, 0.99)} (${times.length})`,
  )

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function sample(work: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < SAMPLES; n++) times.push(await timed(() => work(n)))
  return times
}

const many = <T>(share: number, make: (n: number) => T) => Array.from({ length: rows * share }, (_, n) => make(n))
const leads = many(0.15, (n) =>
  lead({ full_name: `Lead ${n}`, owner_id: n % 3 ? cache.userId : null, tags: ['solar'] }),
)
const leadOf = (n: number) => leads[n % leads.length]!.id
const chats = many(0.15, (n) =>
  conversation({
    lead_id: leadOf(n),
    last_message_at: NOW - n * 1000,
    unread_count: n % 4,
    waiting_since: n % 2 ? NOW : null,
  }),
)
const chatOf = (n: number) => chats[n % chats.length]!
const body = 'a message of some hundred characters '.repeat(3)
const messages = many(0.6, (n) =>
  message({ conversation_id: chatOf(n).id, lead_id: chatOf(n).lead_id, body, created_at: NOW - n * 100 }),
)
const notes = many(0.1, (n) => note({ lead_id: leadOf(n), body }))
const tables = [
  pageOf('leads', leads),
  pageOf('conversations', chats),
  pageOf('messages', messages),
  pageOf('notes', notes),
]

const addNote = (n: number) => {
  const args = { note_id: randomUUID(), lead_id: leadOf(n), title: null, body: 'Call back', type: 'general' as const }
  return database.commit({ name: 'note.create', args }, { at: NOW })
}

console.log(`stage ${rows} rows:`, (await timed(() => database.stagePage(answerOf({ tables })))).toFixed(0))
console.log(`apply ${rows} rows:`, (await timed(() => database.applyRound(cursorAt(10), { at: 0 }))).toFixed(0))

const during: number[] = []
await database.stagePage(answerOf({ tables }))
const round = { isApplied: false }
const applied = database.applyRound(cursorAt(11), { at: 0 }).then(() => (round.isApplied = true))
while (!round.isApplied) during.push(await timed(() => addNote(during.length)))
await applied
print('write during a round', during)
print('write', await sample(addNote))
print(
  'inbox page of 50',
  await sample((n) =>
    database.read('inbox.page', { split: 'mine', from: { rank: 0, at: NOW - n * 1000, rid: 1 }, to: null, limit: 50 }),
  ),
)
print(
  'conversation of 50',
  await sample((n) => database.read('conversation.view', { conversation_id: chatOf(n).id, limit: 50 })),
)
print(
  'round of one message',
  await sample(async (n) => {
    const { id: conversation_id, lead_id } = chatOf(n)
    await pull(database, [pageOf('messages', [message({ conversation_id, lead_id })])], 12 + n)
  }),
)
await cache.dispose()
