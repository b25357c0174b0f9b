import { expect, it } from 'vitest'
import {
  FIRST_STRETCHES,
  fitStretches,
  joinPages,
  livePages,
  type PageRange as Range,
  type Stretch as Part,
} from './pages.ts'
import type { InboxKey, InboxPage, InboxRow } from '#shared/contract/read-models.ts'

type PageRange = Range<InboxKey>
type Stretch = Part<InboxRow, InboxKey>

/** Answers a stretch the way the cache does: keys are numbers, newest (largest) first. */
function answer(keys: number[], range: PageRange, limit: number): InboxPage {
  const inside = keys
    .toSorted((a, b) => b - a)
    .filter((at) => (range.from === null || at < range.from.at) && (range.to === null || at >= range.to.at))
  const rows = inside.slice(0, limit).map((at) => ({ id: String(at), at, rid: at }) as InboxRow)
  const last = rows.at(-1)
  return { rows, next: inside.length > limit && last ? key(last.at) : null }
}

const key = (at: number): InboxKey => ({ rank: 0, at, rid: at })
const shown = (stretches: readonly Stretch[]) => joinPages(stretches).map((row) => row.at)
const ask = (keys: number[], stretches: readonly Stretch[], limit = 3): Stretch[] =>
  stretches.map(({ range }) => ({ range, page: answer(keys, range, range.to === null ? limit : 6) }))

it('fixes the open stretch and opens the next when more is wanted', () => {
  const keys = [10, 9, 8, 7, 6, 5, 4]
  const stretches = fitStretches(ask(keys, FIRST_STRETCHES), true)
  expect(stretches.map(({ range }) => range)).toEqual([
    { from: null, to: key(8) },
    { from: key(8), to: null },
  ])
  expect(shown(ask(keys, stretches))).toEqual([10, 9, 8, 7, 6, 5])
})

it('keeps showing the rows of a stretch while its fixed form has not answered', () => {
  expect(shown(fitStretches(ask([10, 9, 8, 7], FIRST_STRETCHES), true))).toEqual([10, 9, 8])
})

it('asks for nothing more while the rep stays at the top, or when the list ends', () => {
  const whole = ask([3, 2], FIRST_STRETCHES)
  const part = ask([3, 2, 1, 0], FIRST_STRETCHES)
  expect(fitStretches(part, false)).toBe(part)
  expect(fitStretches(whole, true)).toBe(whole)
  expect(fitStretches(FIRST_STRETCHES, true)).toBe(FIRST_STRETCHES)
})

it('shows every row once after rows arrived at the top and one moved up from a later stretch', () => {
  const keys = [10, 9, 8, 7, 6, 5, 4]
  const stretches = fitStretches(ask(keys, FIRST_STRETCHES), true)
  expect(shown(ask([12, 11, 10, 9, 8, 7, 5, 4], stretches))).toEqual([12, 11, 10, 9, 8, 7, 5, 4])
})

it('cuts a fixed stretch that overflowed, so that no row is lost', () => {
  const keys = [10, 9, 8, 7, 6]
  const stretches = fitStretches(ask(keys, FIRST_STRETCHES), true)
  const grown = [20, 19, 18, 17, 16, 15, ...keys]
  const cut = fitStretches(ask(grown, stretches), false)
  expect(cut).toHaveLength(3)
  expect(shown(ask(grown, cut))).toEqual(grown)
})

it('shows a row that two answers hold at its higher place only', () => {
  const range = { from: null, to: null }
  const row = { id: 'a' } as InboxRow
  const other = { id: 'b' } as InboxRow
  const stretches = [[row], undefined, [other, row]].map((rows) => ({ range, page: rows && { rows, next: null } }))
  expect(joinPages(stretches)).toEqual([row, other])
})

it('keeps live what is seen, its neighbours, the first and the last', () => {
  expect(livePages([60, 60, 60, 60, 60, 60, 60], 200, 215)).toEqual([true, false, true, true, true, false, true])
  expect(livePages([60], 0, 10)).toEqual([true])
})
