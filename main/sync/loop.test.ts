import { describe, expect, test, vi } from 'vitest'
import { Loop } from './loop.ts'

function gate() {
  return Promise.withResolvers<void>()
}

describe('Loop', () => {
  test('runs again when woken during a step, and never two steps at once', async () => {
    const gates = [gate(), gate()]
    let steps = 0
    let atOnce = 0
    let most = 0
    const loop = new Loop({
      step: async () => {
        most = Math.max(most, ++atOnce)
        await gates[steps++]?.promise
        atOnce -= 1
        return false
      },
      onError: () => 0,
      onSuccess: () => {},
    })
    loop.wake()
    loop.wake()
    loop.wake()
    gates[0]!.resolve()
    await vi.waitUntil(() => steps === 2)
    gates[1]!.resolve()
    await loop.stop()
    expect({ steps, most }).toEqual({ steps: 2, most: 1 })
  })

  test('goes on while a step says there is more', async () => {
    let left = 5
    const loop = new Loop({ step: async () => --left > 0, onError: () => 0, onSuccess: () => {} })
    loop.wake()
    await vi.waitUntil(() => left === 0)
    await loop.stop()
    expect(left).toBe(0)
  })

  test('tries again after a failure and counts the attempts until one succeeds', async () => {
    const attempts: number[] = []
    let calls = 0
    const loop = new Loop({
      step: async () => {
        calls += 1
        if (calls < 4) throw new Error('down')
        return false
      },
      onError(_error, attempt) {
        attempts.push(attempt)
        return 0
      },
      onSuccess: () => {},
    })
    loop.wake()
    await vi.waitUntil(() => calls === 4)
    expect(attempts).toEqual([1, 2, 3])
    await loop.stop()
  })

  test('a wake that cannot wait cuts a long pause short', async () => {
    let calls = 0
    const loop = new Loop({
      step: async () => {
        calls += 1
        if (calls === 1) throw new Error('down')
        return false
      },
      onError: () => 3_600_000,
      onSuccess: () => {},
    })
    loop.wake()
    await vi.waitUntil(() => calls === 1)
    loop.wakeNow()
    await vi.waitUntil(() => calls === 2)
    await loop.stop()
    expect(calls).toBe(2)
  })

  test('does no step after it was stopped', async () => {
    let calls = 0
    const loop = new Loop({ step: async () => ++calls < 0, onError: () => 0, onSuccess: () => {} })
    await loop.stop()
    loop.wake()
    expect(calls).toBe(0)
  })
})
