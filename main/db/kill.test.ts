import { afterEach, beforeEach, expect, test } from 'vitest'
import { killHarness } from './kill-harness.ts'
import { testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

/** `npm run simulate -- --kills 1000` runs more. */
const KILLS = 20

let cache: TestCache
beforeEach(() => (cache = testCache()))
afterEach(() => cache.dispose())

test('every acknowledged change is there after kill -9, in order and once', { timeout: 120_000 }, async () => {
  const kill = await killHarness(cache)
  for (let round = 0; round < KILLS; round++) {
    const count = 1 + ((round * 7) % 23)
    const report = await kill(count)
    expect(report).toMatchObject({ lost: [], halves: 0 })
    expect(report.acknowledged).toBeGreaterThanOrEqual(count)
  }
})
