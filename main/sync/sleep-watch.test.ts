import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchForSleep } from './sleep-watch.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a clock that has moved on between two beats means that the computer slept, once', () => {
  let asleep = 0
  let woken = 0
  const stop = watchForSleep(
    () => Date.now() + asleep,
    () => (woken += 1),
  )
  vi.advanceTimersByTime(60_000)
  expect(woken).toBe(0)
  asleep = 8 * 60 * 60_000
  vi.advanceTimersByTime(60_000)
  expect(woken).toBe(1)
  stop()
  asleep *= 2
  vi.advanceTimersByTime(60_000)
  expect(woken).toBe(1)
})
