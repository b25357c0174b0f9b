import { expect, it } from 'vitest'
import { ago, dayKey, dayLabel, duration, elapsed, momentTime, shortTime } from './time.ts'

const NOW = new Date(2025, 10, 19, 15, 0).getTime()
const before = (minutes: number) => NOW - minutes * 60_000

it.each([
  [0.5, 'now'],
  [-3, 'now'],
  [4, '4m'],
  [59.9, '59m'],
  [3 * 60, '3h'],
  [16 * 60, 'Yesterday'],
  [4 * 24 * 60, 'Sat'],
  [10 * 24 * 60, '9 Nov'],
  [400 * 24 * 60, '15 Oct 2024'],
])('says when, for something %d minutes old', (minutes, words) => {
  expect(shortTime(before(minutes), NOW)).toBe(words)
})

it('says yesterday for a minute before midnight, not for the same clock time a day ago', () => {
  const justPastMidnight = new Date(2025, 10, 19, 0, 5).getTime()
  expect(shortTime(justPastMidnight - 60 * 60_000 - 5 * 60_000, justPastMidnight)).toBe('Yesterday')
  expect(dayLabel(justPastMidnight - 10 * 60_000, justPastMidnight)).toBe('Yesterday')
})

it('labels days by name, date, and the year once it differs', () => {
  expect(dayLabel(before(5), NOW)).toBe('Today')
  expect(dayLabel(before(2 * 24 * 60), NOW)).toBe('Mon 17 Nov')
  expect(dayLabel(new Date(2024, 10, 18).getTime(), NOW)).toBe('Mon 18 Nov 2024')
})

it('gives two times of one day the same key, across hours', () => {
  expect(dayKey(new Date(2025, 2, 30, 0, 1).getTime())).toBe(dayKey(new Date(2025, 2, 30, 23, 59).getTime()))
  expect(dayKey(new Date(2025, 2, 30, 23, 59).getTime())).not.toBe(dayKey(new Date(2025, 2, 31, 0, 1).getTime()))
})

it('counts waiting in minutes, hours, days and never in zero', () => {
  expect([elapsed(before(0), NOW), elapsed(before(61), NOW), elapsed(before(50 * 60), NOW)]).toEqual([
    '1 min',
    '1 h',
    '2 d',
  ])
})

it('says how long ago in seconds, then as waiting, and is never ahead of a clock that is behind', () => {
  expect([ago(NOW + 900, NOW), ago(NOW - 4_900, NOW), ago(NOW - 59_999, NOW)]).toEqual([
    '1 s ago',
    '4 s ago',
    '59 s ago',
  ])
  expect([ago(before(1), NOW), ago(before(130), NOW)]).toEqual(['1 min ago', '2 h ago'])
})

it('leaves out the day when it is today', () => {
  expect(momentTime(new Date(2025, 10, 19, 14, 2).getTime(), NOW)).toBe('14:02')
  expect(momentTime(new Date(2025, 10, 18, 14, 2).getTime(), NOW)).toBe('Yesterday 14:02')
})

it('writes the length of a call', () => {
  expect([duration(42), duration(725), duration(3753)]).toEqual(['0:42', '12:05', '1:02:33'])
})
