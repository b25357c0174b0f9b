import { expect, it } from 'vitest'
import { reconcile } from './reconcile.ts'

it('returns the old value when nothing changed', () => {
  const prev = { rows: [{ id: 'a', stage: { name: 'New' } }], next: null }
  expect(reconcile(prev, structuredClone(prev))).toBe(prev)
})

it('keeps the identity of rows that only moved', () => {
  const prev = [
    { id: 'a', n: 1 },
    { id: 'b', n: 1 },
  ]
  const merged = reconcile(prev, [
    { id: 'c', n: 1 },
    { id: 'a', n: 1 },
    { id: 'b', n: 2 },
  ])
  expect(merged[1]).toBe(prev[0])
  expect(merged[2]).not.toBe(prev[1])
  expect(merged[2]).toEqual({ id: 'b', n: 2 })
})

it('keeps unchanged parts inside a changed object', () => {
  const prev = { a: { deep: [1, 2] }, b: 1 }
  const merged = reconcile(prev, { a: { deep: [1, 2] }, b: 2 })
  expect(merged).not.toBe(prev)
  expect(merged.a).toBe(prev.a)
})

it('sees a removed key and a shortened list as a change', () => {
  expect(reconcile({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 })
  expect(reconcile([1, 2, 3], [1, 2])).toEqual([1, 2])
})
