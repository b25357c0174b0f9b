import { expect, test } from 'vitest'
import { figuresOf, milliseconds } from './health-words.ts'
import type { Health } from '#shared/contract/areas/health.ts'

const NOW = 1_800_000_000_000
const HEALTH: Health = {
  at: NOW,
  sync: { state: 'online', synced_at: NOW - 5_000 },
  queue: { pending: 0, attention: 0, oldest_at: null },
  reads: [],
  memory: { main: 180_000_000, pages: 120_000_000 },
  disk: { caches: 45_000_000, log: 12_000 },
}

const words = (health: Partial<Health>) =>
  figuresOf({ ...HEALTH, ...health }).map(({ value, detail }) => `${value}. ${detail}`)

test('an app that is in step says so, and what it takes', () => {
  const [sync, queue, memory, disk] = words({})
  expect(sync).toMatch(/^In step with the team\. As of /)
  expect(queue).toBe('0. All are saved to the team')
  expect(memory).toMatch(/MB\. .*data and sync, .*windows$/)
  expect(disk).toMatch(/MB\. Log .*KB$/i)
})

test('what waits is counted with the age of the oldest', () => {
  const [sync, queue] = words({
    sync: { state: 'offline', synced_at: null },
    queue: { pending: 2, attention: 1, oldest_at: NOW - 180_000 },
  })
  expect(sync).toBe('Offline. Not complete yet')
  expect(queue).toBe('3. The oldest since 3 min')
})

test('milliseconds have the digits that mean something', () => {
  expect([0.04, 1.26, 9.94, 12.4, 1_234].map(milliseconds)).toEqual(['0.0', '1.3', '9.9', '12', '1,234'])
})
