import { expect, it } from 'vitest'
import { ElementSlots } from './element-slots.ts'

const rows = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => `row ${first + n}`)

it('gives the elements of rows that left to those that came, and leaves those that stay theirs', () => {
  const slots = new ElementSlots()
  const before = slots.of(rows(8, 22))
  const after = slots.of(rows(15, 29))
  expect(new Set(after)).toEqual(new Set(before))
  expect(after.slice(0, 8)).toEqual(before.slice(7))
})

it('keeps every element with its row when one is taken out and another put in between', () => {
  const slots = new ElementSlots()
  slots.of(['a', 'b', 'c'])
  expect(slots.of(['b', 'c', 'd'])).toEqual([1, 2, 0])
  expect(slots.of(['b', 'x', 'c', 'd'])).toEqual([1, 3, 2, 0])
})

it('never gives one element to two rows, and takes no more than are drawn at once', () => {
  const slots = new ElementSlots()
  for (const [first, last] of [
    [0, 9],
    [0, 39],
    [500, 510],
    [490, 530],
    [0, 0],
    [3, 43],
  ] as const) {
    const taken = slots.of(rows(first, last))
    expect(new Set(taken).size).toBe(taken.length)
    expect(Math.max(...taken)).toBeLessThan(41)
  }
})

it('answers the same when it is asked the same', () => {
  const slots = new ElementSlots()
  slots.of(rows(0, 12))
  const once = slots.of(rows(7, 19))
  expect(slots.of(rows(7, 19))).toEqual(once)
})
