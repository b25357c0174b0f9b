import { expect, it, vi } from 'vitest'
import { Pager } from './pager.ts'
import { LiveCache } from '../bridge/live-cache.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import type { InboxKey, InboxPage, InboxRow } from '#shared/contract/read-models.ts'
import type { Result } from '#shared/contract/result.ts'

interface PageInput {
  from: InboxKey | null
  to: InboxKey | null
  limit: number
}

/** A cache of numbered rows that answers page queries at once and again after each change. */
function setUp(count: number) {
  let numbers = Array.from({ length: count }, (_, index) => count - index)
  const open = new Set<() => void>()
  let asked = 0
  const live: Desk['live'] = (_name, input, listener) => {
    const tell = listener as (result: Result<unknown>) => void
    const answer = () => tell({ ok: true, value: pageOf(numbers, input as unknown as PageInput) })
    open.add(answer)
    asked += 1
    queueMicrotask(() => open.has(answer) && answer())
    return () => void open.delete(answer)
  }
  const pager = new Pager(new LiveCache({ live }, (run) => run()), 'inbox.page', {
    split: 'all',
    sort: 'newest',
    filter: {},
  })
  const stop = pager.subscribe(() => {})
  return {
    pager,
    open,
    stop,
    /** How many queries there were. */
    asked: () => asked,
    shown: () => pager.snapshot().rows.map((row) => row.at),
    change: (next: (now: number[]) => number[]) => {
      numbers = next(numbers)
      for (const answer of open) answer()
    },
  }
}

function pageOf(numbers: number[], { from, to, limit }: PageInput): InboxPage {
  const inside = numbers.filter((at) => (!from || at < from.at) && (!to || at >= to.at))
  const rows = inside.slice(0, limit).map((at) => ({ id: String(at), rid: at, at }) as InboxRow)
  const last = rows.at(-1)
  return { rows, next: inside.length > limit && last ? { rank: 0, at: last.at, rid: last.rid } : null }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

async function scrollTo(pager: Pager<'inbox.page'>, last: number): Promise<void> {
  for (let row = 0; row <= last; row += 20) {
    pager.show(row, row + 15, false)
    await settled()
  }
}

it('loads on as the rep scrolls and ends with every row in order', async () => {
  const { pager, shown } = setUp(1000)
  await settled()
  expect(shown()).toHaveLength(60)
  await scrollTo(pager, 1000)
  expect(shown()).toEqual(Array.from({ length: 1000 }, (_, index) => 1000 - index))
  expect(pager.snapshot().more).toBe(false)
})

it('keeps only a few pages live, however long the list', async () => {
  const { pager, open, shown } = setUp(10_000)
  await settled()
  await scrollTo(pager, 9_900)
  expect(shown().length).toBeGreaterThan(9_900)
  await vi.waitFor(() => expect(open.size).toBeLessThanOrEqual(6))
})

it('asks for nothing twice while the list flies past, and follows what is in sight once it rests', async () => {
  const { pager, open, shown, change, asked } = setUp(1000)
  await settled()
  for (let row = 0; row <= 400; row += 20) {
    pager.show(row, row + 15, true)
    await settled()
  }
  expect(asked()).toBe(Math.ceil((shown().length - 60) / 120) + 1)
  await vi.waitFor(() => expect(open.size).toBe(1))
  pager.show(400, 415, false)
  await settled()
  change((now) => now.filter((at) => at !== 590))
  expect(shown()).not.toContain(590)
  expect(shown()).toContain(589)
})

it('shows a new row at the top and a removed row nowhere, without losing its place', async () => {
  const { pager, shown, change } = setUp(300)
  await settled()
  await scrollTo(pager, 150)
  change((now) => [999, ...now.filter((at) => at !== 170)])
  expect(shown()[0]).toBe(999)
  expect(shown()).not.toContain(170)
  expect(new Set(shown()).size).toBe(shown().length)
})

it('gives the same list object while nothing changes', async () => {
  const { pager, change } = setUp(10)
  await settled()
  const before = pager.snapshot()
  change((now) => [...now])
  expect(pager.snapshot()).toBe(before)
})

it('stops every query when nobody looks any more', async () => {
  const { open, stop } = setUp(300)
  await settled()
  stop()
  await vi.waitFor(() => expect(open.size).toBe(0))
})
