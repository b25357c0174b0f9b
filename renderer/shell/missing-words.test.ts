import { expect, it } from 'vitest'
import { missingWords } from './missing-words.ts'

it('calls a conversation not cached while the cache may lag behind', () => {
  expect(missingWords({ state: 'offline', synced_at: 1 }, 'sales_rep').why).toBe('not_cached')
  expect(missingWords({ state: 'catching_up', synced_at: 1 }, 'owner').why).toBe('not_cached')
  expect(missingWords({ state: 'online', synced_at: null }, 'owner').why).toBe('not_cached')
})

it('speaks of permission only to those who do not see everything', () => {
  expect(missingWords({ state: 'online', synced_at: 1 }, 'sales_rep').why).toBe('no_permission')
  expect(missingWords({ state: 'online', synced_at: 1 }, 'manager').why).toBe('gone')
})
