import { expect, it } from 'vitest'
import { readView, viewColumns } from './saved-view.ts'
import { isSameView, type InboxViewDefinition } from './triage.ts'

const CHANNEL = '01990000-0000-7000-8000-000000000001'
const view: InboxViewDefinition = {
  split: 'waiting',
  sort: 'score',
  filter: { channel_id: CHANNEL, handler_id: null, tags: ['vip', 'berlin'] },
}

it('reads what it has written', () => {
  const { filters, sort } = viewColumns(view)
  expect(readView(JSON.parse(JSON.stringify(filters)), JSON.parse(JSON.stringify(sort)))).toEqual(view)
})

it('does not guess at a view that a later version has written', () => {
  const { filters, sort } = viewColumns(view)
  expect(readView({ ...filters, split: 'someday' }, sort)).toBeNull()
  expect(readView({ ...filters, filter: { moon: 'full' } }, sort)).toBeNull()
  expect(readView(filters, [])).toBeNull()
})

it('is the same view whatever the order of its parts, and another when one of them is', () => {
  const shuffled = { ...view, filter: { tags: ['berlin', 'vip'], handler_id: null, channel_id: CHANNEL } }
  expect(isSameView(view, shuffled)).toBe(true)
  const { handler_id: _, ...anybody } = view.filter
  expect(isSameView(view, { ...view, filter: anybody })).toBe(false)
  expect(isSameView(view, { ...view, sort: 'newest' })).toBe(false)
  expect(isSameView(view, { ...view, split: 'all' })).toBe(false)
})
