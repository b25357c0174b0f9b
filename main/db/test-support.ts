/** Rows and caches for the tests of this folder. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { columnsOf } from '#shared/replication/tables.ts'
import type { ColumnType, Row, TableName } from '#shared/replication/tables.ts'
import type { Cursor, Outcome, TablePage } from '#shared/replication/protocol.ts'
import { openDatabase } from './client.ts'
import type { Database } from './client.ts'
import type { StageableAnswer } from './staged-answer.ts'

export const WORKER = new URL('./worker.ts', import.meta.url)
export const GENERATION = '0198f2c0-0000-7000-8000-000000000001'
export const NOW = Date.UTC(2026, 10, 21, 8)

const EMPTY: Record<ColumnType, unknown> = {
  uuid: '00000000-0000-0000-0000-000000000000',
  text: '',
  int: 0,
  real: 0,
  bool: false,
  time: NOW,
  date: '2026-11-21',
  json: [],
  money: '0',
}

/** A whole row: what is given, and the emptiest value of everything else. */
export function rowOf<T extends TableName>(table: T, given: Partial<Row<T>>): Row<T> {
  const empty = columnsOf(table).map(([name, { nullable, type }]) => [name, nullable ? null : EMPTY[type]])
  return { ...(Object.fromEntries(empty) as Row<T>), id: randomUUID(), ...given }
}

export const lead = (given: Partial<Row<'leads'>> = {}) =>
  rowOf('leads', { custom_fields: {}, score_breakdown: {}, contact_status: 'ready', ...given })

export const conversation = (given: Partial<Row<'conversations'>> = {}) =>
  rowOf('conversations', { status: 'open', platform: 'sms', priority: 'normal', ...given })

export const message = (given: Partial<Row<'messages'>> = {}) =>
  rowOf('messages', {
    platform: 'sms',
    direction: 'inbound',
    sender_type: 'customer',
    content_type: 'text',
    status: 'received',
    metadata: {},
    ...given,
  })

export const note = (given: Partial<Row<'notes'>> = {}) => rowOf('notes', { type: 'general', body: 'A note', ...given })

export function pageOf<T extends TableName>(table: T, rows: Row<T>[]): TablePage {
  const columns = columnsOf(table).map(([name]) => name)
  return { table, columns, rows: rows.map((row) => columns.map((name) => (row as Record<string, unknown>)[name])) }
}

type Answer = StageableAnswer

export const answerOf = (given: Partial<Answer>): Answer => ({
  tables: [],
  deleted: [],
  revoked: [],
  lost: [],
  ...given,
})

/** The cursor of a pull that saw every transaction before `xmax`. */
export const cursorAt = (xmax: number): Cursor => ({
  snapshot: `${xmax}:${xmax}:`,
  generation: GENERATION,
  scope_version: 1,
})

export const outcomeOf = (seq: number, given: Partial<Outcome> = {}): Outcome => ({
  seq,
  result: 'applied',
  xid: '1',
  code: null,
  message: null,
  details: null,
  ...given,
})

export interface TestCache {
  file: string
  key: Uint8Array
  userId: string
  directory: string
  open(): Promise<Database>
  /** Closes what was opened and deletes the folder. */
  dispose(): Promise<void>
}

/** A cache file in a folder of its own. */
export function testCache(): TestCache {
  const directory = mkdtempSync(join(tmpdir(), 'leadline-db-'))
  const file = join(directory, 'cache.db')
  const key = randomBytes(32)
  const userId = randomUUID()
  const opened: Database[] = []
  return {
    file,
    key,
    userId,
    directory,
    async open() {
      const database = await openDatabase({ workerUrl: WORKER, file, key, userId })
      opened.push(database)
      return database
    },
    async dispose() {
      await Promise.allSettled(opened.map((database) => database.close()))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Pulls one round with these rows into the cache. */
export async function pull(database: Database, tables: TablePage[], xmax: number, given: Partial<Answer> = {}) {
  await database.stagePage(answerOf({ tables, ...given }))
  return database.applyRound(cursorAt(xmax), { at: 0 })
}
