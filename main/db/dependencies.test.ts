import { expect, test } from 'vitest'
import { emptyChanges } from './changes.ts'
import { isTouched } from './dependencies.ts'

const page = (from: number | null, to: number | null) => ({
  split: 'all' as const,
  from: from === null ? null : { rank: 0, at: from, rid: 1 },
  to: to === null ? null : { rank: 0, at: to, rid: 1 },
  limit: 50,
})

test('a page is touched by a conversation that was or is within its range, and by no other', () => {
  const changes = { ...emptyChanges(), inbox: [900, 400] }
  expect(isTouched('inbox.page', page(null, 800), changes)).toBe(true)
  expect(isTouched('inbox.page', page(800, 500), changes)).toBe(false)
  expect(isTouched('inbox.page', page(500, 300), changes)).toBe(true)
  expect(isTouched('inbox.page', page(300, null), changes)).toBe(false)
  expect(isTouched('inbox.page', page(400, null), changes)).toBe(true)
})

test('a conversation is touched by its own changes only', () => {
  const input = { conversation_id: 'a', limit: 50 }
  const changed = (conversations: string[] | 'all') => ({ ...emptyChanges(), conversations })
  expect(isTouched('conversation.view', input, changed(['a']))).toBe(true)
  expect(isTouched('conversation.view', input, changed(['b']))).toBe(false)
  expect(isTouched('conversation.view', input, changed('all'))).toBe(true)
})

test('what counts is touched by the tables it counts', () => {
  const moved = { ...emptyChanges(), tables: { conversations: ['a'] } }
  expect(isTouched('inbox.counts', {}, moved)).toBe(true)
  expect(isTouched('team.list', {}, moved)).toBe(false)
  expect(isTouched('sync.status', {}, moved)).toBe(false)
  expect(isTouched('sync.status', {}, { ...emptyChanges(), outbox: true })).toBe(true)
  expect(isTouched('app.state', {}, { ...emptyChanges(), tables: { profiles: ['p'] } })).toBe(true)
})
