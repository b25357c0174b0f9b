import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPacer } from './pacer.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

test('runs once for what is asked in one breath, and keeps its distance from the run before', () => {
  const run = vi.fn<() => void>()
  const pacer = createPacer(200, 10_000, run)
  for (let asked = 0; asked < 5; asked += 1) pacer.ask()
  vi.advanceTimersByTime(199)
  expect(run).toHaveBeenCalledTimes(0)
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledTimes(1)
  pacer.ask()
  vi.advanceTimersByTime(9_999)
  expect(run).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledTimes(2)
})

test('a rep who switches all the time stays within five updates of presence in half a minute', () => {
  const run = vi.fn<() => void>()
  const pacer = createPacer(200, 10_000, run)
  for (let at = 0; at < 30_000; at += 100) {
    pacer.ask()
    vi.advanceTimersByTime(100)
  }
  expect(run.mock.calls.length).toBeLessThanOrEqual(4)
})

test('what was asked for before it was stopped does not happen', () => {
  const run = vi.fn<() => void>()
  const pacer = createPacer(200, 10_000, run)
  pacer.ask()
  pacer.stop()
  vi.advanceTimersByTime(60_000)
  expect(run).not.toHaveBeenCalled()
})
