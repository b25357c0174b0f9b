/**
 * A change of every conversation of `large` that matches, in the cache alone: how long it takes, what the rep's own reads
 * and writes take meanwhile, how soon it stops, and what undoing takes.
 */
import { uuidv7 } from '#shared/domain/ids.ts'
import type { Row } from '#shared/replication/tables.ts'
import { connect } from '#main/db/connection.ts'
import type { Database } from '#main/db/client.ts'
import { conversation, cursorAt, answerOf, lead, pageOf, testCache, type TestCache } from '#main/db/test-support.ts'
import { BulkRunner } from '#main/ipc/areas/bulk-runner.ts'
import { percentile, timed, type Report } from './figures.ts'

const CONVERSATIONS = 100_000
const PAGE_ROWS = 2_000
/** The rep does something this often while it runs, ms. */
const EVERY_MS = 100

/** @param count conversations; 100,000 for the figures that count */
export async function benchBulk(report: Report, count = CONVERSATIONS): Promise<void> {
  const cache = testCache()
  try {
    const db = await cache.open()
    const ids = await fill(db, count)
    const floor = await floorOf(cache, count)
    const place = { db, engine: { wake: () => {} } }
    const bulk = new BulkRunner(() => {})
    const figure = (name: string, values: number[], base: number | null) =>
      report({ name: `bulk.100k${name}`, value: percentile(values, 0.95), unit: 'ms', floor: base, n: values.length })

    const during = watch(db)
    const view = () => db.read('inbox.matching', { split: 'all', filter: {} })
    let id = 0
    const run = await timed(
      async () => ({ id } = await bulk.run(place, view, { kind: 'prioritize', priority: 'high' }, Date.now())),
    )
    const { reads, writes } = await during.stop()
    figure('', [run], floor)
    figure('.read.p95', reads, null)
    figure('.write.p95', writes, null)
    figure('.undo', [await timed(() => bulk.undo(place, id, Date.now()))], floor)

    const running = bulk.run(place, ids, { kind: 'prioritize', priority: 'low' }, Date.now())
    await new Promise((go) => setTimeout(go, 500))
    figure('.cancel', [await timed(() => (bulk.cancel(), running))], null)
  } finally {
    await cache.dispose()
  }
}

async function fill(db: Database, count: number): Promise<string[]> {
  const now = Date.now()
  const ids: string[] = []
  for (let from = 0; from < count; from += PAGE_ROWS) {
    const leads: Row<'leads'>[] = []
    const conversations: Row<'conversations'>[] = []
    for (let n = from; n < Math.min(count, from + PAGE_ROWS); n++) {
      const customer = lead({ full_name: `Lead ${n}`, lead_score: n % 100 })
      leads.push(customer)
      conversations.push(conversation({ lead_id: customer.id, last_message_at: now - n * 1_000, unread_count: n % 3 }))
    }
    ids.push(...conversations.map(({ id }) => id))
    await db.stagePage(answerOf({ tables: [pageOf('leads', leads), pageOf('conversations', conversations)] }))
  }
  await db.applyRound(cursorAt(1), { at: now })
  return ids
}

/** Reads the inbox and notes something every moment, as a rep who goes on working. */
function watch(db: Database) {
  const reads: number[] = []
  const writes: number[] = []
  const rep = { isWorking: true }
  const working = (async () => {
    const [first] = (await db.read('inbox.page', { split: 'all', from: null, to: null, limit: 1 })).rows
    while (rep.isWorking) {
      reads.push(await timed(() => db.read('inbox.page', { split: 'all', from: null, to: null, limit: 50 })))
      const note = {
        note_id: uuidv7(Date.now()),
        lead_id: first!.lead_id,
        title: null,
        body: 'Hi',
        type: 'general',
      } as const
      writes.push(await timed(() => db.commit({ name: 'note.create', args: note }, { at: Date.now() })))
      await new Promise((go) => setTimeout(go, EVERY_MS))
    }
  })()
  return {
    async stop() {
      rep.isWorking = false
      await working
      return { reads, writes }
    },
  }
}

/** The least there is to do: each row changed and a copy of the change kept, 50 to a durable transaction. */
async function floorOf({ file, key }: TestCache, count: number): Promise<number> {
  const db = connect(`${file}.floor`, { key })
  db.pragma('synchronous = full')
  db.exec(`create table conversations (id text not null unique, priority text) strict;
    create table outbox (seq integer primary key, args text) strict;`)
  const insert = db.prepare('insert into conversations values (?, ?)')
  db.transaction(() => {
    for (let n = 0; n < count; n++) insert.run(String(n), 'normal')
  })()
  const set = db.prepare('update conversations set priority = ? where id = ?')
  const queue = db.prepare('insert into outbox (args) values (?)')
  const change = db.transaction((from: number) => {
    for (let n = from; n < Math.min(count, from + 50); n++) {
      set.run('high', String(n))
      queue.run(JSON.stringify({ conversation_id: String(n), priority: 'high' }))
    }
  })
  const time = await timed(() => {
    for (let from = 0; from < count; from += 50) change(from)
  })
  db.close()
  return time
}
