import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomUUID } from 'node:crypto'
import { openCacheFile } from '../cache-file.ts'
import type { Connection } from '../connection.ts'
import { conversation, lead, rowOf, testCache, type TestCache } from '../test-support.ts'
import { CacheRows } from '../write/cache-rows.ts'
import { exportedFields, exportedLeads, exportedRids } from './lead-export.ts'

const [PIPELINE, STAGE, SURVIVOR, LIST] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]

let cache: TestCache
let db: Connection
beforeEach(() => {
  cache = testCache()
  db = openCacheFile(cache).db
  const rows = new CacheRows(db)
  rows.put('pipelines', rowOf('pipelines', { id: PIPELINE, kind: 'lead', name: 'Sales', is_default: true }))
  rows.put('pipeline_stages', rowOf('pipeline_stages', { id: STAGE, pipeline_id: PIPELINE, name: 'New', kind: 'open' }))
  const put = (first_name: string, given: Parameters<typeof lead>[0] = {}) => {
    const made = lead({ first_name, pipeline_stage_id: STAGE, ...given })
    rows.put('leads', made)
    return made.id
  }
  const ann = put('Ann', { id: SURVIVOR, tags: ['vip'], custom_fields: { Model: 'Golf' } })
  const bob = put('Bob', { custom_fields: { Plan: 'B' } })
  put('Cat', { tags: ['vip'], pipeline_stage_id: null })
  put('Old Ann', { merged_into: SURVIVOR })
  // Two conversations with Ann: she is written once.
  for (const lead_id of [ann, ann, bob]) rows.put('conversations', conversation({ lead_id, status: 'open' }))
  rows.put('dataset_leads', rowOf('dataset_leads', { dataset_id: LIST, lead_id: bob }))
})
afterEach(() => {
  db.close()
  return cache.dispose()
})

const namesOf = (source: Parameters<ReturnType<typeof exportedRids>>[0]) =>
  exportedLeads(db)({ rids: exportedRids(db)(source) }).map(({ first_name }) => first_name)

test('all leads, those of a list, and whom the shown conversations are with are told once each, as they came', () => {
  expect(namesOf({ of: 'all' })).toEqual(['Ann', 'Bob', 'Cat'])
  expect(namesOf({ of: 'list', dataset_id: LIST })).toEqual(['Bob'])
  expect(namesOf({ of: 'inbox', split: 'all', filter: {} })).toEqual(['Ann', 'Bob'])
  expect(namesOf({ of: 'inbox', split: 'all', filter: { tags: ['vip'] } })).toEqual(['Ann'])
  expect(namesOf({ of: 'inbox', split: 'snoozed', filter: {} })).toEqual([])
})

test('those of a pipeline are the leads of its cards that fit the filter, with the ones that have no stage yet', () => {
  expect(namesOf({ of: 'pipeline', pipeline_id: PIPELINE, filter: {} })).toEqual(['Ann', 'Bob', 'Cat'])
  expect(namesOf({ of: 'pipeline', pipeline_id: null, filter: { tags: ['vip'] } })).toEqual(['Ann', 'Cat'])
  expect(namesOf({ of: 'pipeline', pipeline_id: randomUUID(), filter: {} })).toEqual([])
})

test('own fields are told by name, and a lead that is gone since is left out', () => {
  const rids = exportedRids(db)({ of: 'all' })
  expect(exportedFields(db)({ rids }).toSorted()).toEqual(['Model', 'Plan'])
  db.prepare('delete from leads where rid = ?').run(rids[1])
  expect(exportedLeads(db)({ rids }).map(({ first_name }) => first_name)).toEqual(['Ann', 'Cat'])
})
