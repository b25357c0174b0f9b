import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startWakeClock } from './wake-clock.ts'

const START = 1_800_000_000_000
beforeEach(() => void vi.useFakeTimers({ now: START }))
afterEach(() => void vi.useRealTimers())

const log = { warn: vi.fn<() => void>() }

test('looks at the start, then when the next thing is due, and every ten seconds at the least', async () => {
  const looks: number[] = []
  const due = [START + 3_000, null, START + 60_000]
  const stop = startWakeClock({
    wake: async (now) => (looks.push(now - START), due.shift() ?? null),
    now: Date.now,
    log,
  })
  await vi.advanceTimersByTimeAsync(24_000)
  expect(looks).toEqual([0, 3_000, 13_000, 23_000])
  stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(looks).toHaveLength(4)
})

test('goes on after a look that failed', async () => {
  let looks = 0
  const stop = startWakeClock({
    wake: async () => {
      looks += 1
      if (looks === 1) throw new Error('disk full')
      return null
    },
    now: Date.now,
    log,
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(looks).toBe(2)
  expect(log.warn).toHaveBeenCalledOnce()
  stop()
})
