import { expect, test } from 'vitest'
import { dayWords, isCloseOverdue } from './expected-close.ts'

const OPEN = { kind: 'open' }
/** Late in the evening, here. */
const NOW = new Date(2026, 10, 21, 23, 30).getTime()

test('an open deal is overdue from the day after the one on which it was to close', () => {
  expect(isCloseOverdue('2026-11-20', OPEN, NOW)).toBe(true)
  expect(isCloseOverdue('2026-11-21', OPEN, NOW)).toBe(false)
})

test('a deal that is closed, has no such day, or stands in no known stage is not', () => {
  expect(isCloseOverdue('2026-11-20', { kind: 'won' }, NOW)).toBe(false)
  expect(isCloseOverdue(null, OPEN, NOW)).toBe(false)
  expect(isCloseOverdue('2026-11-20', null, NOW)).toBe(false)
})

test('the day is read as it was written, wherever one is', () => {
  expect(dayWords('2028-02-29')).toBe('29 Feb 2028')
})
