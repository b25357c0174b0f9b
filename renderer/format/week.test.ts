import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { dayStart, onDay, weekDays } from './week.ts'

const HOUR = 3_600_000
beforeEach(() => void vi.stubEnv('TZ', 'Europe/Berlin'))
afterEach(() => void vi.unstubAllEnvs())

test('a week begins on Monday and has seven whole days, also where one has 23 hours', () => {
  // Summer time begins on Sunday, 29 March 2026.
  const days = weekDays(new Date(2026, 2, 25, 15).getTime(), 0)
  expect(days.map((day) => new Date(day).getDate())).toEqual([23, 24, 25, 26, 27, 28, 29, 30])
  expect(days.every((day) => new Date(day).getHours() === 0)).toBe(true)
  expect(days[7]! - days[6]!).toBe(23 * HOUR)
  expect(weekDays(new Date(2026, 2, 29, 12).getTime(), 1)[0]).toBe(new Date(2026, 2, 30).getTime())
})

test('what is moved keeps its time of the clock', () => {
  const at = new Date(2026, 2, 27, 9, 30).getTime()
  expect(onDay(at, dayStart(at, 3))).toBe(new Date(2026, 2, 30, 9, 30).getTime())
  expect(onDay(at, dayStart(at, 3)) - at).toBe(71 * HOUR)
})
