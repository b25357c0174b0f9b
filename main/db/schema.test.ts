import { existsSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leadLabel } from '#shared/domain/conversation.ts'
import { LEAD_TABLES, TABLE_NAMES, columnsOf } from '#shared/replication/tables.ts'
import type { ColumnType } from '#shared/replication/tables.ts'
import { openCacheFile } from './cache-file.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { backupOf, migrate } from './migrate.ts'
import type { Migration } from './migrate.ts'
import { MIGRATIONS } from './migrations/all.ts'
import { rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'
import { CacheRows } from './write/cache-rows.ts'

let cache: TestCache
let db: Connection
beforeEach(() => {
  cache = testCache()
  db = openCacheFile(cache).db
})
afterEach(() => {
  db.close()
  return cache.dispose()
})

const STORED: Record<ColumnType, string> = {
  uuid: 'TEXT',
  text: 'TEXT',
  date: 'TEXT',
  json: 'TEXT',
  int: 'INTEGER',
  time: 'INTEGER',
  bool: 'INTEGER',
  money: 'INTEGER',
  real: 'REAL',
}

test.each(TABLE_NAMES)('the table %s holds the replicated columns as they are declared', (table) => {
  const columns = db.pragma(`table_info(${table})`) as { name: string; type: string; notnull: number }[]
  const found = new Map(columns.map(({ name, type, notnull }) => [name, { type, nullable: notnull === 0 }]))
  for (const [name, { type, nullable }] of columnsOf(table)) {
    expect({ name, ...found.get(name) }).toEqual({ name, type: STORED[type], nullable })
  }
})

test.each(LEAD_TABLES)('the rows of a lead in %s are found by an index', (table) => {
  const column = table === 'messages' ? 'conversation_rid' : 'lead_id'
  const plan = db.prepare(`explain query plan delete from ${table} where ${column} = ?`).all('x')
  expect(plan).toMatchObject([{ detail: expect.stringMatching(/^SEARCH .* USING (COVERING )?INDEX/) as string }])
})

test.each(TABLE_NAMES)('a row of %s comes back as it was put', (table) => {
  const samples: Record<ColumnType, unknown> = {
    uuid: '0198f2c0-0000-7000-8000-000000000002',
    text: "O'Brien \u{1F697} \n",
    int: -3,
    real: 1.5,
    bool: true,
    time: 1_795_248_000_123,
    date: '2026-02-28',
    json: { a: [1, null, 'x'] },
    money: '9007199254740993',
  }
  const rows = new CacheRows(db)
  const full = Object.fromEntries(columnsOf(table).map(([name, { type }]) => [name, samples[type]]))
  rows.put(table, rowOf(table, full))
  expect(rows.get(table, String(full['id']))).toEqual(full)
  const empty = rowOf(table, { id: '0198f2c0-0000-7000-8000-000000000003' })
  rows.put(table, empty)
  expect(rows.get(table, empty.id)).toEqual(empty)
})

test('labels a lead as the domain does', () => {
  const rows = new CacheRows(db)
  const part = fc.option(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('', ' ', '\u00a0', '\u2003\t', '\ufeff')),
  )
  const label = db.prepare<[string], string | null>('select label from leads where id = ?').pluck()
  fc.assert(
    fc.property(fc.record({ full_name: part, company_name: part, email: part, phone: part }), (parts) => {
      fc.pre(Object.values(parts).every((text) => !text?.includes('\0')))
      const row = rowOf('leads', { id: '0198f2c0-0000-7000-8000-000000000004', ...parts })
      rows.put('leads', row)
      expect(label.get(row.id)).toBe(leadLabel(parts))
    }),
  )
})

describe('an upgrade', () => {
  const latest = MIGRATIONS.at(-1)!.version
  const next = (up: Migration['up']): Migration[] => [...MIGRATIONS, { version: latest + 1, name: 'next', up }]

  test('keeps the queue and leaves an encrypted copy of what was before', () => {
    db.prepare(`insert into outbox (id, name, v, args, hash, at) values ('i', 'note.create', 1, '{}', 'h', 1)`).run()
    migrate(
      db,
      cache.file,
      next((file) => file.exec('alter table outbox add column lane text')),
    )
    expect(db.prepare('select seq, name, lane from outbox').all()).toEqual([
      { seq: 1, name: 'note.create', lane: null },
    ])
    expect(db.pragma('user_version', { simple: true })).toBe(latest + 1)
    expect(readFileSync(backupOf(cache.file)).includes('note.create')).toBe(false)
    const backup = connect(backupOf(cache.file), { key: cache.key })
    expect(backup.pragma('user_version', { simple: true })).toBe(latest)
    expect(backup.prepare('select seq from outbox').all()).toEqual([{ seq: 1 }])
    backup.close()
  })

  test('that fails changes nothing', () => {
    const broken = next((file) => {
      file.exec('drop table outbox')
      throw new Error('half way')
    })
    expect(() => migrate(db, cache.file, broken)).toThrow('half way')
    expect(db.pragma('user_version', { simple: true })).toBe(latest)
    expect(db.prepare('select count(*) as n from outbox').get()).toEqual({ n: 0 })
  })

  test('makes no copy of a file that is new', () => {
    expect(existsSync(backupOf(cache.file))).toBe(false)
  })
})
