import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { inOrder, movedTo } from './stage-order.ts'

const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 60 })

it('keeps every stage once, and the others as they stood, wherever one is moved', () => {
  fc.assert(
    fc.property(ids, fc.nat(), fc.integer({ min: -5, max: 80 }), (all, which, place) => {
      const id = all[which % all.length]!
      const moved = movedTo(all, id, place)
      expect(moved.toSorted()).toEqual(all.toSorted())
      expect(moved.filter((other) => other !== id)).toEqual(all.filter((other) => other !== id))
      expect(moved.indexOf(id)).toBe(Math.min(all.length - 1, Math.max(0, place)))
    }),
  )
})

it('moves nothing for a stage that is gone', () => {
  expect(movedTo(['a', 'b'], 'c', 0)).toEqual(['a', 'b'])
})

it('shows an order that is not saved yet, with what a colleague added or removed meanwhile', () => {
  const rows = ['a', 'b', 'new'].map((id) => ({ id }))
  expect(inOrder(rows, ['b', 'gone', 'a']).map(({ id }) => id)).toEqual(['b', 'a', 'new'])
  expect(inOrder(rows, null)).toBe(rows)
})
