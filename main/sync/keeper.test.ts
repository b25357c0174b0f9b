import { expect, test, vi } from 'vitest'
import { ExpectedError } from '#shared/contract/errors.ts'
import { KeptFiles } from './kept-files.ts'
import { Keeper, type KeeperStore } from './keeper.ts'

const HOT = { split: 'hot', filter: {} } as const
/** Bytes of the files. */
const SIZES: Record<string, number> = { photo: 80, photo2: 60, film: 5_000 }
const ALL = { split: 'all', filter: {} } as const

/** A cache in which conversation `b` is long: its older messages are on the server, three pages of them. */
function world() {
  const members: Record<string, string[]> = { hot: ['a', 'b'], all: ['a', 'b', 'c'] }
  const left = new Map([['b', 3]])
  const trimmed: string[] = []
  const asked: string[] = []
  const kept: { id: number; split: 'hot' | 'all'; filter: object }[] = []
  const store: KeeperStore = {
    keptViews: () => Promise.resolve([...kept]),
    keepView: ({ split }) => {
      kept.push({ id: kept.length + 1, split: split as 'hot', filter: {} })
      return Promise.resolve(kept.length)
    },
    forgetView: () => Promise.resolve(),
    conversationsIn: ({ split }) => Promise.resolve(members[split] ?? []),
    keptSizes: (ids) =>
      Promise.resolve({
        messages: ids.length * 10,
        bytes: ids.length * 1000,
        open: ids.filter((id) => (left.get(id) ?? 0) > 0),
      }),
    trimHistory: (ids) => (trimmed.push(...ids), Promise.resolve()),
  }
  const state = { idle: true, failing: false }
  const loadOlder = (id: string) => {
    if (state.failing) return Promise.reject(new ExpectedError('rate_limited', 'Later'))
    asked.push(id)
    left.set(id, left.get(id)! - 1)
    return Promise.resolve({ loaded: 200, complete: left.get(id) === 0 })
  }
  const rest = vi.fn<(ms: number) => Promise<void>>(() => Promise.resolve())
  const log = { warn: vi.fn<(event: string) => void>() }
  const attached: Record<string, string[]> = { a: ['photo'], c: ['film', 'photo2'] }
  const loaded: string[] = []
  const dropped: string[] = []
  const files = new KeptFiles({
    filesOf: (ids) => Promise.resolve(ids.flatMap((id) => attached[id] ?? []).map((id) => ({ id, bytes: SIZES[id]! }))),
    here: () => Promise.resolve(loaded),
    load: (id) => Promise.resolve(loaded.push(id)),
    drop: (ids) => (dropped.push(...ids), Promise.resolve()),
    limits: { file: 100, total: 150 },
  })
  const keeper = new Keeper({
    files,
    store,
    loadOlder,
    isIdle: () => state.idle,
    now: () => 0,
    rest,
    log,
    onChange: () => {},
  })
  return { keeper, files, loaded, dropped, asked, trimmed, kept, state, rest, log }
}

test('fetches what is missing page by page, rests after each, and counts what is here', async () => {
  const { keeper, asked, rest } = world()
  await keeper.add(HOT)
  await vi.waitFor(() => expect(keeper.views[0]?.state).toBe('kept'))
  expect(asked).toEqual(['b', 'b', 'b'])
  expect(rest).toHaveBeenCalledTimes(4)
  expect(keeper.views).toMatchObject([{ split: 'hot', done: 2, total: 2, messages: 20, files: 1, bytes: 2080 }])
  await keeper.close()
})

test('waits while the rep’s own changes are sent or the network is away, and goes on after', async () => {
  const { keeper, asked, state } = world()
  state.idle = false
  await keeper.add(HOT)
  await vi.waitFor(() => expect(keeper.views[0]?.state).toBe('waiting'))
  expect(asked).toEqual([])
  state.idle = true
  keeper.statusChanged()
  await vi.waitFor(() => expect(keeper.views[0]?.state).toBe('kept'))
  await keeper.close()
})

test('goes on after a restart with what was kept', async () => {
  const { keeper, kept, asked } = world()
  kept.push({ id: 7, split: 'hot', filter: {} })
  await keeper.start()
  await vi.waitFor(() => expect(keeper.views).toMatchObject([{ id: 7, state: 'kept' }]))
  expect(asked).toHaveLength(3)
  await keeper.close()
})

test('frees what was fetched for a view alone, and asks for nothing more of it', async () => {
  const { keeper, trimmed } = world()
  await keeper.add(HOT)
  await keeper.add(ALL)
  await vi.waitFor(() => expect(keeper.views.map(({ state }) => state)).toEqual(['kept', 'kept']))
  await keeper.remove(2)
  expect(trimmed).toEqual(['c'])
  await keeper.remove(1)
  expect(trimmed).toEqual(['c', 'a', 'b'])
  expect(keeper.views).toEqual([])
  await keeper.close()
})

test('keeps files within limits, lets none of them give way, and frees those that no other view keeps', async () => {
  const { keeper, files, loaded, dropped } = world()
  await keeper.add(HOT)
  await keeper.add(ALL)
  await vi.waitFor(() => expect(keeper.views.map(({ state }) => state)).toEqual(['kept', 'kept']))
  expect(loaded).toEqual(['photo', 'photo2'])
  expect(keeper.views[1]).toMatchObject({ files: 2, files_left: 1, bytes: 3140 })
  expect(files.ids).toEqual(new Set(['photo', 'photo2']))
  await keeper.remove(2)
  expect(dropped).toEqual(['film', 'photo2'])
  expect(files.ids).toEqual(new Set(['photo']))
  await keeper.close()
})

test('a server that is busy leaves it waiting, and is asked again', async () => {
  const { keeper, state, log } = world()
  vi.useFakeTimers()
  state.failing = true
  await keeper.add(HOT)
  await vi.waitFor(() => expect(log.warn).toHaveBeenCalledWith('keep.failed', { cause: 'rate_limited' }))
  expect(keeper.views[0]?.state).toBe('waiting')
  state.failing = false
  await vi.advanceTimersByTimeAsync(30_000)
  await vi.waitFor(() => expect(keeper.views[0]?.state).toBe('kept'))
  vi.useRealTimers()
  await keeper.close()
})

test('ends at once when it is closed while it waits', async () => {
  const { keeper, state } = world()
  state.idle = false
  await keeper.add(HOT)
  await vi.waitFor(() => expect(keeper.views[0]?.state).toBe('waiting'))
  await keeper.close()
})
