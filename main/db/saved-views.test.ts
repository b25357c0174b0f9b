import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { viewColumns } from '#shared/domain/saved-view.ts'
import type { Database } from './client.ts'
import { NOW, pageOf, pull, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const ana = rowOf('profiles', { full_name: 'Ana Lopes', role: 'manager', status: 'active' })
const view = { split: 'hot', sort: 'score', filter: { tags: ['vip'] } } as const
const columns = viewColumns({ ...view, filter: { tags: [...view.filter.tags] } })
const hers = rowOf('saved_views', { owner_id: ana.id, name: 'Her pick', kind: 'inbox', is_shared: true, ...columns })
const strange = rowOf('saved_views', {
  owner_id: ana.id,
  name: 'Of the future',
  kind: 'inbox',
  filters: { moon: 'full' },
})
const board = rowOf('saved_views', { owner_id: ana.id, name: 'Board', kind: 'deals', ...columns })

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
  await pull(database, [pageOf('profiles', [ana]), pageOf('saved_views', [hers, strange, board])], 10)
})
afterEach(() => cache.dispose())

const list = async () => (await database.read('views.list', null)).map(({ name, is_own }) => [name, is_own])
const create = (name: string, position: number) =>
  database.commit(
    { name: 'saved_view.create', args: { saved_view_id: randomUUID(), name, kind: 'inbox', position, ...columns } },
    { at: NOW },
  )

test('lists the rep’s own views in their order, then shared ones of the inbox that this version understands', async () => {
  await create('Second', 1)
  await create('First', 0)
  expect(await list()).toEqual([
    ['First', true],
    ['Second', true],
    ['Her pick', false],
  ])
  expect((await database.read('views.list', null)).at(-1)).toEqual({
    id: hers.id,
    name: 'Her pick',
    is_own: false,
    owner_name: 'Ana Lopes',
    is_shared: true,
    view,
  })
})

test('a view that is no longer shared is gone', async () => {
  await pull(database, [], 20, { deleted: [{ table: 'saved_views', id: hers.id }] })
  expect(await list()).toEqual([])
})
