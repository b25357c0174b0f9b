import { expect, it } from 'vitest'
import { partsOf, toggleFilter, type FilterPart } from './filter-parts.ts'
import { filterSize, type InboxFilter } from '#shared/domain/triage.ts'

const set = (...parts: FilterPart[]): InboxFilter =>
  parts.reduce<InboxFilter>((filter, part) => toggleFilter(filter, part).filter, {})

it('combines parts of different kinds, and has one chip for each', () => {
  const filter = set({ kind: 'channel', value: 'c' }, { kind: 'handler', value: null }, { kind: 'tag', value: 'vip' })
  expect(filter).toEqual({ channel_id: 'c', handler_id: null, tags: ['vip'] })
  expect(partsOf(filter)).toHaveLength(3)
  expect(filterSize(filter)).toBe(3)
})

it('replaces a part by another of its kind, but adds tags up', () => {
  expect(set({ kind: 'stage', value: 'a' }, { kind: 'stage', value: 'b' })).toEqual({ stage_id: 'b' })
  expect(set({ kind: 'tag', value: 'a' }, { kind: 'tag', value: 'b' })).toEqual({ tags: ['a', 'b'] })
})

it('takes a part away when it is chosen again, and leaves nothing behind', () => {
  expect(set({ kind: 'handler', value: null }, { kind: 'handler', value: null })).toEqual({})
  expect(set({ kind: 'tag', value: 'a' }, { kind: 'tag', value: 'a' })).toEqual({})
})

it('takes no more tags than the contract does; the oldest gives way', () => {
  const tags = ['a', 'b', 'c', 'd', 'e', 'f'].map((value): FilterPart => ({ kind: 'tag', value }))
  expect(set(...tags)).toEqual({ tags: ['b', 'c', 'd', 'e', 'f'] })
})
