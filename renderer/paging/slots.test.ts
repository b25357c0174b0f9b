import type { Virtualizer } from '@tanstack/react-virtual'
import { expect, it } from 'vitest'
import { slottedItems } from './slots.ts'

const ROW = 50

/** A list of 500 px, that is eleven rows at most and two more at each end, of which these are drawn. */
function listAt(first: number, last: number, isScrolling: boolean) {
  const items = Array.from({ length: last - first + 1 }, (_, n) => ({ index: first + n, start: (first + n) * ROW }))
  const list = { getVirtualItems: () => items, scrollRect: { height: 500, width: 300 }, options: { overscan: 2 } }
  return slottedItems({ ...list, isScrolling } as unknown as Virtualizer<HTMLDivElement, Element>, ROW)
}

it('gives the elements of rows that left to those that came', () => {
  const before = listAt(8, 22, true)
  const after = listAt(15, 29, true)
  const elements = (items: typeof before) => items.map(({ slot }) => slot)
  expect(new Set(elements(after))).toEqual(new Set(elements(before)))
  const staying = (items: typeof before) => items.filter(({ index }) => index >= 15 && index <= 22)
  const slotsOf = (items: typeof before) => new Map(items.map(({ index, slot }) => [index, slot]))
  expect(slotsOf(staying(after))).toEqual(slotsOf(staying(before)))
})

it('leaves elements where they stand in the document while it moves, and puts them into the order of rows at rest', () => {
  const moving = listAt(40, 54, true)
  expect(moving.map(({ slot }) => slot)).toEqual(moving.map(({ slot }) => slot).toSorted((a, b) => a - b))
  const resting = listAt(40, 54, false)
  expect(resting.map(({ index }) => index)).toEqual(Array.from({ length: 15 }, (_, n) => 40 + n))
})

it('never gives one element to two rows, also where more are drawn than fit', () => {
  const slots = listAt(0, 39, true).map(({ slot }) => slot)
  expect(new Set(slots).size).toBe(40)
})
