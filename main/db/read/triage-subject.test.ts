import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCacheFile } from '../cache-file.ts'
import type { Connection } from '../connection.ts'
import { conversation, lead, rowOf, testCache } from '../test-support.ts'
import type { TestCache } from '../test-support.ts'
import { CacheRows } from '../write/cache-rows.ts'
import { SUBJECTS, triageSubject, triageSubjects } from './triage-subject.ts'

let cache: TestCache
let db: Connection
let rows: CacheRows
beforeEach(() => {
  cache = testCache()
  db = openCacheFile(cache).db
  rows = new CacheRows(db)
})
afterEach(() => {
  db.close()
  return cache.dispose()
})

test('a conversation is told with its lead, stage and tags as they stand', () => {
  const stage = rowOf('pipeline_stages', { name: 'Qualified', color: '#123456', kind: 'open' })
  const of = lead({ pipeline_stage_id: stage.id, stage_override: true, tags: ['vip', 'Ümlaut "quoted"'] })
  const about = conversation({ lead_id: of.id, priority: 'high' })
  rows.put('pipeline_stages', stage)
  rows.put('leads', of)
  rows.put('conversations', about)
  expect(triageSubject(db)({ conversation_id: about.id })).toEqual({
    id: about.id,
    status: 'open',
    snoozed_until: null,
    priority: 'high',
    assigned_to: null,
    last_inbound_id: null,
    lead: {
      id: of.id,
      owner_id: null,
      stage: { id: stage.id, name: 'Qualified', color: '#123456', kind: 'open' },
      stage_override: true,
      tags: ['vip', 'Ümlaut "quoted"'],
    },
  })
})

test('a lead without a stage has none, and what is not in the cache is null', () => {
  const of = lead()
  const about = conversation({ lead_id: of.id })
  rows.put('leads', of)
  rows.put('conversations', about)
  expect(triageSubject(db)({ conversation_id: about.id })?.lead).toMatchObject({ stage: null, tags: [] })
  expect(triageSubject(db)({ conversation_id: of.id })).toBeNull()
})

test('many are found by their ids alone, whatever else the cache holds', () => {
  const all = Array.from({ length: 3 }, () => conversation({ lead_id: lead().id }))
  for (const each of all) rows.put('conversations', each)
  const ids = [all[0]!.id, all[2]!.id, lead().id]
  const found = triageSubjects(db)({ ids }).map(({ id }) => id)
  expect(found.toSorted()).toEqual([all[0]!.id, all[2]!.id].toSorted())
  const plan = db.prepare<[string], { detail: string }>(`explain query plan ${SUBJECTS}`).all('[]')
  expect(plan.map(({ detail }) => detail).filter((detail) => /^SCAN (?!json_each)/.test(detail))).toEqual([])
})
