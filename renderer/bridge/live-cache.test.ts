import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LiveCache } from './live-cache.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import type { Result } from '#shared/contract/result.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(afterFrame = (run: () => void) => run()) {
  const open: { input: unknown; push: (result: Result<unknown>) => void }[] = []
  const live: Desk['live'] = (_name, input, listener) => {
    const subscription = { input, push: listener as (result: Result<unknown>) => void }
    open.push(subscription)
    return () => void open.splice(open.indexOf(subscription), 1)
  }
  return { open, cache: new LiveCache({ live }, afterFrame) }
}

const input = { conversation_id: 'c', limit: 10 }

it('subscribes once however many watch, and stops a moment after the last of them', () => {
  const { open, cache } = setUp()
  const stops = [cache.watch('conversation.view', input, () => {}), cache.watch('conversation.view', input, () => {})]
  expect(open).toHaveLength(1)
  stops[0]?.()
  expect(open).toHaveLength(1)
  stops[1]?.()
  expect(open).toHaveLength(1)
  vi.runAllTimers()
  expect(open).toHaveLength(0)
})

it('goes on with the same subscription when a query is watched again at once', () => {
  const { open, cache } = setUp()
  cache.watch('team.list', {}, () => {})()
  const [first] = open
  cache.watch('team.list', {}, () => {})
  vi.runAllTimers()
  expect(open).toEqual([first])
})

it('still shows the last answer when a query is watched again', () => {
  const { open, cache } = setUp()
  const stop = cache.watch('team.list', {}, () => {})
  open[0]?.push({ ok: true, value: [{ id: 'a' }] })
  stop()
  vi.runAllTimers()
  cache.watch('team.list', {}, () => {})
  expect(cache.read('team.list', {}).value).toEqual([{ id: 'a' }])
})

it('keeps the answer and adds the failure when a query fails later', () => {
  const { open, cache } = setUp()
  cache.watch('team.list', {}, () => {})
  open[0]?.push({ ok: true, value: [] })
  open[0]?.push({ ok: false, error: { code: 'internal', message: 'broke' } })
  expect(cache.read('team.list', {})).toEqual({ value: [], error: { code: 'internal', message: 'broke' } })
})

it('does not wake anyone when the answer is the same as before', () => {
  const { open, cache } = setUp()
  let woken = 0
  cache.watch('team.list', {}, () => woken++)
  open[0]?.push({ ok: true, value: [{ id: 'a' }] })
  open[0]?.push({ ok: true, value: [{ id: 'a' }] })
  expect(woken).toBe(1)
})

it('forgets unwatched answers when it is cleared', () => {
  const { open, cache } = setUp()
  const stop = cache.watch('team.list', {}, () => {})
  open[0]?.push({ ok: true, value: [{ id: 'a' }] })
  stop()
  cache.clear()
  expect(open).toHaveLength(0)
  expect(cache.read('team.list', {}).value).toBeUndefined()
})

it('tells a first answer at once, and what changes after the frame, all together and only as it is by then', () => {
  const frames: (() => void)[] = []
  const { open, cache } = setUp((run) => void frames.push(run))
  const told: string[] = []
  cache.watch('team.list', {}, () => told.push('team'))
  cache.watch('conversation.view', input, () => told.push('view'))
  for (const query of open) query.push({ ok: true, value: [{ id: 'a' }] })
  expect(told).toEqual(['team', 'view'])

  open[0]?.push({ ok: true, value: [{ id: 'b' }] })
  open[0]?.push({ ok: true, value: [{ id: 'c' }] })
  open[1]?.push({ ok: true, value: [] })
  expect(told).toHaveLength(2)
  expect(frames).toHaveLength(1)
  frames[0]?.()
  expect(told.slice(2)).toEqual(['team', 'view'])
  expect(cache.read('team.list', {}).value).toEqual([{ id: 'c' }])
})

it('tells what has come before it forgets, so that no query that is watched misses its last answer', () => {
  const { open, cache } = setUp(() => {})
  cache.watch('team.list', {}, () => {})
  open[0]?.push({ ok: true, value: [{ id: 'a' }] })
  open[0]?.push({ ok: true, value: [{ id: 'b' }] })
  cache.clear()
  expect(cache.read('team.list', {}).value).toEqual([{ id: 'b' }])
})
