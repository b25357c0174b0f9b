import { expect, it } from 'vitest'
import { isWellInSight, revealedTop, rowAt, rowRange } from './row-range.ts'

const LAYOUT = { rowHeight: 50, padding: 4, overscan: 2 }

it('says which row is at the upper edge', () => {
  expect([0, 4, 53, 54, 504].map((top) => rowAt(top, LAYOUT))).toEqual([0, 0, 0, 1, 10])
})

it('draws what is in sight and a little beyond, within the list', () => {
  expect(rowRange(100, 0, 11, 2)).toEqual([0, 13])
  expect(rowRange(100, 40, 11, 2)).toEqual([38, 53])
  expect(rowRange(100, 89, 11, 2)).toEqual([87, 100])
  expect(rowRange(0, 0, 11, 2)).toEqual([0, 0])
})

it('draws the end of a list that has become shorter than where it stands', () => {
  expect(rowRange(30, 500, 11, 2)).toEqual([17, 30])
  expect(rowRange(5, 500, 11, 2)).toEqual([0, 5])
})

it('scrolls no further than a row needs to be seen whole', () => {
  const top = (index: number, from: number) => revealedTop(index, from, 500, LAYOUT)
  expect(top(3, 0)).toBe(0)
  expect(top(0, 30)).toBe(0)
  expect(top(20, 0)).toBe(20 * 50 + 50 + 8 - 500)
  expect(top(20, 2_000)).toBe(1_000)
  expect(top(20, 700)).toBe(700)
})

it('knows a row to be in sight for certain only when there is one more at either side', () => {
  const inSight = Array.from({ length: 20 }, (_, index) => index).filter((index) =>
    isWellInSight(index, { scrollTop: 200, height: 500 }, LAYOUT),
  )
  expect(inSight).toEqual([5, 6, 7, 8, 9, 10, 11])
  expect(isWellInSight(3, { scrollTop: 0, height: 0 }, LAYOUT)).toBe(false)
})
