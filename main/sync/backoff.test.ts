import { describe, expect, test } from 'vitest'
import { backoffDelay } from './backoff.ts'
import { RemoteError } from './remote.ts'

describe('backoffDelay', () => {
  test('doubles, with jitter within the upper half, and stays below ten seconds', () => {
    const delays = [1, 2, 3, 4, 5, 6, 20].map((attempt) => backoffDelay(new Error('x'), attempt, 0.5))
    expect(delays).toEqual([300, 600, 1200, 2400, 4800, 6000, 6000])
    expect(backoffDelay(new Error('x'), 9, 0.999)).toBeLessThan(10_000)
  })
  test('never returns before the server allows it', () => {
    expect(backoffDelay(new RemoteError('rate_limited', 'x', { retryAfterMs: 20_000 }), 1, 0)).toBe(20_000)
  })
  test('leaves an incompatible backend alone for longer', () => {
    expect(backoffDelay(new RemoteError('incompatible', 'x'), 1, 0)).toBe(30_000)
  })
})
