import { expect, test } from 'vitest'
import { standingWords, waitedWords } from './hot-words.ts'

const NOW = Date.UTC(2026, 10, 21, 8)

test('who waits is counted in seconds, then minutes and seconds, then hours', () => {
  expect(waitedWords(NOW - 42_900, NOW)).toBe('42 s')
  expect(waitedWords(NOW - 725_000, NOW)).toBe('12:05')
  expect(waitedWords(NOW - 10_920_000, NOW)).toBe('3 h 02 min')
  expect(waitedWords(NOW + 500, NOW)).toBe('0 s')
})

test('what has become of a lead goes before whose it is', () => {
  const lead = { relation: 'pool', claiming: false, snoozed_until: null, alert_count: 1 } as const
  expect(standingWords(lead, NOW)).toBe('In the pool')
  expect(standingWords({ ...lead, alert_count: 2 }, NOW)).toBe('Nobody has claimed it yet')
  expect(standingWords({ ...lead, snoozed_until: NOW }, NOW)).toBe('In the pool')
  expect(standingWords({ ...lead, snoozed_until: NOW + 60_000 }, NOW)).toMatch(/^Snoozed until/)
  expect(standingWords({ ...lead, claiming: true, alert_count: 3 }, NOW)).toBe('Yours once the server agrees')
})
