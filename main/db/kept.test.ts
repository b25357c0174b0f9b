import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Database } from './client.ts'
import { testCache, type TestCache } from './test-support.ts'

// Real threads, and machines that run much else.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let cache: TestCache
let database: Database
beforeEach(async () => {
  cache = testCache()
  database = await cache.open()
})
afterEach(() => cache.dispose())

test('what is kept is there after a restart, by the beginning of its name, until it is forgotten', async () => {
  await database.keepText('window:b', 'second')
  await database.keepText('window:a', 'first')
  await database.keepText('window:a', 'changed')
  await database.keepText('windows', 'something else')
  await database.close()
  database = await cache.open()
  expect(await database.read('kept.texts', { prefix: 'window:' })).toEqual([
    { key: 'window:a', value: 'changed' },
    { key: 'window:b', value: 'second' },
  ])
  await database.keepText('window:b', null)
  expect(await database.read('kept.texts', { prefix: 'window:b' })).toEqual([])
})
