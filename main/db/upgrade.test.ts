/** Upgrades of caches that earlier versions of the application wrote. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { columnsOf } from '#shared/replication/tables.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { NO_CURSOR, Meta } from './meta.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/all.ts'
import { encode } from './sql.ts'
import { NOW, cursorAt, lead, outcomeOf, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'
import { CacheRows } from './write/cache-rows.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
beforeEach(() => (cache = testCache()))
afterEach(() => cache.dispose())

/** Writes the columns of a row that the table of an earlier version has. */
function insertOld<T extends TableName>(db: Connection, table: T, row: Row<T>): void {
  const known = new Set(db.prepare<[], string>(`select name from pragma_table_info('${table}')`).pluck().all())
  const columns = columnsOf(table).filter(([name]) => known.has(name))
  const names = [...columns.map(([name]) => name), 'round']
  const values = columns.map(([name, { type }]) => encode(type, (row as Record<string, unknown>)[name]))
  db.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`).run(...values, 1)
}

/** A note on a lead, queued and shown but not sent. */
function queueNote(db: Connection, note: Row<'notes'>): void {
  const { id: note_id, lead_id, title, body, type } = note
  const args = JSON.stringify({ note_id, lead_id, title, body, type })
  insertOld(db, 'notes', note)
  db.prepare(`insert into outbox (seq, id, name, v, args, hash, at) values (7, ?, 'note.create', 1, ?, 'h', ?)`).run(
    randomUUID(),
    args,
    NOW,
  )
  db.prepare(`insert into outbox_rows values (7, 'leads', ?, 'read'), (7, 'notes', ?, 'create')`).run(lead_id, note_id)
  db.prepare(`insert into shadows values ('notes', ?, null, null)`).run(note_id)
}

/** A cache file as a version of the application left it. */
function leftBy(version: number, fill: (db: Connection) => void): void {
  const db = connect(cache.file, { key: cache.key })
  db.pragma('journal_mode = wal')
  migrate(
    db,
    cache.file,
    MIGRATIONS.filter((migration) => migration.version <= version),
  )
  const meta = new Meta(db)
  meta.set('user_id', cache.userId)
  meta.set('client_id', randomUUID())
  meta.cursor = cursorAt(20)
  meta.round = 1
  meta.syncedAt = NOW
  fill(db)
  db.close()
}

test('a cache of version 1 keeps its rows and its queue, and the next round fills what version 1 did not know', async () => {
  const maya = lead({ full_name: 'Maya Chen' })
  const gone = lead({ full_name: 'Deleted meanwhile' })
  const call = rowOf('activities', { lead_id: maya.id, type: 'call', deal_id: randomUUID() })
  const visit = rowOf('bookings', { lead_id: maya.id, status: 'confirmed', title: 'Test drive', ends_at: NOW })
  const note = rowOf('notes', { lead_id: maya.id, body: 'Typed before the upgrade', type: 'general' })
  leftBy(1, (db) => {
    for (const row of [maya, gone]) insertOld(db, 'leads', row)
    insertOld(db, 'activities', call)
    insertOld(db, 'bookings', visit)
    queueNote(db, note)
  })

  const database = await cache.open()
  expect(await database.cursor()).toEqual(NO_CURSOR)
  expect(await database.unsentCount()).toBe(1)
  expect((await database.stats()).rows).toMatchObject({ leads: 2, activities: 1, bookings: 1, notes: 1, consents: 0 })

  const consent = rowOf('consents', { lead_id: maya.id, platform: 'sms', status: 'opted_out' })
  const tables = [
    pageOf('leads', [maya]),
    pageOf('activities', [call]),
    pageOf('bookings', [visit]),
    pageOf('consents', [consent]),
  ]
  await pull(database, tables, 30)
  expect(await database.cursor()).toEqual(cursorAt(30))
  expect(await database.leaseBatch()).toMatchObject([{ seq: 7, name: 'note.create', args: { note_id: note.id } }])
  await database.close()

  const file = connect(cache.file, { key: cache.key })
  const rows = new CacheRows(file)
  expect(rows.get('activities', call.id)).toEqual(call)
  expect(rows.get('bookings', visit.id)).toEqual(visit)
  expect(rows.get('consents', consent.id)).toEqual(consent)
  expect(rows.get('leads', gone.id)).toBeUndefined()
  expect(rows.get('notes', note.id)).toMatchObject({ body: 'Typed before the upgrade' })
  file.close()
})

test('a cache of version 2 with 500 queued changes opens with all of them, as they are and in order', async () => {
  const maya = lead({ full_name: 'Maya Chen' })
  const survivor = lead({ full_name: 'Maya Chen-Lopes' })
  leftBy(2, (db) => {
    for (const row of [maya, survivor]) insertOld(db, 'leads', row)
    const queue = db.prepare(`insert into outbox (id, name, v, args, hash, at) values (?, 'note.create', 1, ?, ?, ?)`)
    for (let n = 0; n < 500; n++) {
      const args = { note_id: randomUUID(), lead_id: maya.id, title: null, body: `note ${n}`, type: 'general' }
      queue.run(randomUUID(), JSON.stringify(args), `hash ${n}`, NOW)
    }
  })
  const database = await cache.open()
  // Version 18 has columns that nothing before has pulled.
  expect(await database.cursor()).toEqual(NO_CURSOR)
  expect(await database.backlog()).toMatchObject({ pending: 500 })
  // Whether the server has seen them is not known of these: a merge must not change what they say.
  await pull(database, [pageOf('leads', [{ ...maya, merged_into: survivor.id }])], 30)
  const sent = await database.leaseBatch(1000)
  expect(sent.map(({ hash }) => hash)).toEqual(Array.from({ length: 500 }, (_, n) => `hash ${n}`))
  expect(sent.every(({ args }) => (args as { lead_id: string }).lead_id === maya.id)).toBe(true)
})

test('changes that only the version before could read stay queued, show nothing, and go out as they were written', async () => {
  const maya = lead({ full_name: 'Maya Chen' })
  const args = { lead: maya.id, was: 'Maya', now: 'Maja' }
  leftBy(2, (db) => {
    insertOld(db, 'leads', maya)
    const queue = db.prepare('insert into outbox (id, name, v, args, hash, at) values (?, ?, ?, ?, ?, ?)')
    queue.run(randomUUID(), 'lead.edit', 0, JSON.stringify(args), 'of version 0', NOW)
    queue.run(randomUUID(), 'lead.rename', 1, JSON.stringify(args), 'of a name no more', NOW)
  })
  const database = await cache.open()
  await pull(database, [pageOf('leads', [{ ...maya, lead_score: 7 }])], 30)
  const sent = await database.leaseBatch()
  expect(sent).toMatchObject([
    { name: 'lead.edit', v: 0, args, hash: 'of version 0' },
    { name: 'lead.rename', v: 1, args, hash: 'of a name no more' },
  ])
  await database.settle([
    outcomeOf(sent[0]!.seq, { xid: '25' }),
    outcomeOf(sent[1]!.seq, { result: 'rejected', code: 'unknown_mutation' }),
  ])
  expect(await database.backlog()).toMatchObject({ pending: 0, attention: 1 })
  expect(await database.read('attention.list', null)).toMatchObject([{ code: 'unknown_mutation' }])
})
