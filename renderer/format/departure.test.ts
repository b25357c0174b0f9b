import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { secondsLeft, watchSeconds } from './departure.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
beforeEach(() => void vi.useFakeTimers({ now: NOW }))
afterEach(() => void vi.useRealTimers())

/** What was said, and how often it was said, until a message that leaves at `leavesAt` has left. */
function heard(leavesAt: number): number[] {
  const said: number[] = [secondsLeft(leavesAt, Date.now())]
  const stop = watchSeconds(leavesAt, () => said.push(secondsLeft(leavesAt, Date.now())))
  vi.runAllTimers()
  stop()
  return said
}

it('counts the last ten seconds down, each once, and then is silent', () => {
  expect(heard(NOW + 10_000)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  expect(vi.getTimerCount()).toBe(0)
})

it('keeps to the seconds of the message when it is first seen in the middle of one', () => {
  expect(heard(NOW + 2_300)).toEqual([3, 2, 1, 0])
  expect(Date.now()).toBe(NOW + 2_300)
})

it('says nothing until the last ten seconds of a message that leaves later, however much later', () => {
  expect(heard(NOW + 24 * 3_600_000).slice(0, 3)).toEqual([Infinity, 10, 9])
  // Longer than a timer can wait: it waits twice, and what it says in between is the same.
  const said = heard(Date.now() + 40 * 24 * 3_600_000)
  expect(said.filter((seconds) => seconds === 10)).toHaveLength(1)
})

it('has nothing to wait for once a message has left, and stops when it is told to', () => {
  expect(heard(NOW - 1)).toEqual([0])
  const changed = vi.fn<() => void>()
  watchSeconds(NOW + 5_000, changed)()
  vi.runAllTimers()
  expect(changed).not.toHaveBeenCalled()
})
