import { describe, expect, test, vi } from 'vitest'
import type { LiveUpdate } from '#shared/contract/ipc.ts'
import { ok } from '#shared/contract/result.ts'
import { createLiveQueries, type LivePage, type Resolve } from './live.ts'

const LOG = { info() {}, warn() {}, error() {} }

function page(id = 1) {
  const updates: LiveUpdate[] = []
  let destroyed: () => void = () => {}
  let navigated: (details: { isMainFrame: boolean; isSameDocument: boolean }) => void = () => {}
  const live: LivePage = {
    id,
    isDestroyed: () => false,
    send: (_channel, update) => updates.push(update),
    once: (_event, listener) => (destroyed = listener),
    on: (_event, listener) => (navigated = listener),
  }
  return {
    live,
    updates,
    destroy: () => destroyed(),
    navigate: () => navigated({ isMainFrame: true, isSameDocument: false }),
  }
}

/** Answers of one query that a test changes at will. */
function source(initial: unknown) {
  const state = { value: initial, calls: 0 }
  const resolve = (async () => {
    state.calls += 1
    return structuredClone(state.value)
  }) as Resolve
  return { state, queries: createLiveQueries(resolve, LOG) }
}

describe('live queries', () => {
  test('answer at once and send what changed afterwards', async () => {
    const { state, queries } = source([1])
    const { live, updates } = page()
    expect(await queries.open(live, 'a', 'team.list', {})).toEqual([1])
    state.value = [1, 2]
    queries.invalidate(() => true)
    await vi.waitUntil(() => updates.length === 1)
    expect(updates).toEqual([{ subscription: 'a', result: ok([1, 2]) }])
  })

  test('do not send an answer that stayed the same', async () => {
    const { state, queries } = source([1])
    const { live, updates } = page()
    await queries.open(live, 'a', 'team.list', {})
    queries.invalidate(() => true)
    await vi.waitUntil(() => state.calls === 2)
    state.value = [2]
    queries.invalidate(() => true)
    await vi.waitUntil(() => updates.length > 0)
    expect(updates).toEqual([{ subscription: 'a', result: ok([2]) }])
  })

  test('gather many changes into one run', async () => {
    const { state, queries } = source([1])
    const { live, updates } = page()
    await queries.open(live, 'a', 'team.list', {})
    state.value = [2]
    for (let i = 0; i < 50; i++) queries.invalidate(() => true)
    await vi.waitUntil(() => updates.length === 1)
    expect(state.calls).toBe(2)
  })

  test('leave alone what a change does not touch', async () => {
    const { state, queries } = source([1])
    const { live, updates } = page()
    await queries.open(live, 'a', 'team.list', {})
    await queries.open(live, 'b', 'inbox.counts', {})
    state.value = [2]
    queries.invalidate((name) => name === 'inbox.counts')
    await vi.waitUntil(() => updates.length === 1)
    expect(updates[0]?.subscription).toBe('b')
    expect(state.calls).toBe(3)
  })

  test('notice a change that came while the first answer was being read', async () => {
    const gate = Promise.withResolvers<void>()
    let calls = 0
    const queries = createLiveQueries(
      (async () => {
        calls += 1
        if (calls === 1) await gate.promise
        return [calls]
      }) as Resolve,
      LOG,
    )
    const { live, updates } = page()
    const opened = queries.open(live, 'a', 'team.list', {})
    queries.invalidate(() => true)
    gate.resolve()
    expect(await opened).toEqual([1])
    await vi.waitUntil(() => updates.length === 1)
    expect(updates[0]?.result).toEqual(ok([2]))
  })

  test('end with their page, on close and on navigation', async () => {
    const { state, queries } = source([1])
    const pages = [page(1), page(2), page(3)]
    for (const { live } of pages) await queries.open(live, 'a', 'team.list', {})
    pages[0]!.destroy()
    pages[1]!.navigate()
    queries.close(3, 'a')
    const before = state.calls
    queries.invalidate(() => true)
    const { live } = page(4)
    await queries.open(live, 'b', 'team.list', {})
    expect(state.calls).toBe(before + 1)
  })

  test('refuse a second subscription under the same id', async () => {
    const { queries } = source([1])
    const { live } = page()
    await queries.open(live, 'a', 'team.list', {})
    await expect(queries.open(live, 'a', 'team.list', {})).rejects.toThrow('cannot be opened')
  })
})
