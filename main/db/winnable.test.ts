/** What a lead can win, from real files. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import { NOW, lead, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const maya = lead({ full_name: 'Maya Chen' })
const otto = lead({ full_name: 'Otto Maus' })
const other = rowOf('pipelines', { name: 'Other', kind: 'deal', position: 0 })
const sales = rowOf('pipelines', { name: 'Sales', kind: 'deal', is_default: true, position: 1 })
const stage = (pipeline_id: string, name: string, kind: 'open' | 'won', position: number) =>
  rowOf('pipeline_stages', { pipeline_id, name, kind, position })
const unending = stage(other.id, 'Endless', 'open', 0)
const talks = stage(sales.id, 'Talks', 'open', 1)
const first = stage(sales.id, 'First', 'open', 0)
const won = stage(sales.id, 'Won', 'won', 2)
const paid = stage(sales.id, 'Paid', 'won', 3)
const deal = (name: string, at: number, given: Partial<ReturnType<typeof rowOf<'deals'>>>) =>
  rowOf('deals', { lead_id: maya.id, name, stage_id: talks.id, created_at: NOW + at, ...given })
const roof = deal('Roof', 1, { value_minor: '9223372036854775807', currency: 'GBP', probability: 35 })
const battery = deal('Battery', 2, {})

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(
    database,
    [
      pageOf('pipelines', [other, sales]),
      pageOf('pipeline_stages', [unending, talks, first, won, paid]),
      pageOf('leads', [maya, otto]),
      pageOf('deals', [
        roof,
        battery,
        deal('Sold', 3, { stage_id: won.id }),
        deal('Of no end', 4, { stage_id: unending.id }),
        deal('Of another', 5, { lead_id: otto.id }),
      ]),
    ],
    10,
  )
})
afterEach(() => cache.dispose())

test('the open deals of the lead that a stage can win, newest first, their amounts exact', async () => {
  const { deals } = await database.read('lead.winnable', { lead_id: maya.id })
  expect(deals.map(({ name }) => name)).toEqual(['Battery', 'Roof'])
  expect(deals[1]).toEqual({
    id: roof.id,
    name: 'Roof',
    value_minor: '9223372036854775807',
    currency: 'GBP',
    probability: 35,
    stage_id: talks.id,
    won_stage_id: won.id,
  })
})

test('a new deal begins in the first pipeline that has a stage to win it', async () => {
  const { fresh, currencies } = await database.read('lead.winnable', { lead_id: otto.id })
  expect(fresh).toEqual({ stage_id: first.id, won_stage_id: won.id })
  expect(currencies).toEqual(['EUR'])
})
