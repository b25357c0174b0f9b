import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readSnooze, snoozePresets } from './snooze-words.ts'

beforeAll(() => void vi.stubEnv('TZ', 'Europe/Berlin'))
afterAll(() => void vi.unstubAllEnvs())

const local = (...parts: [number, number, number, number, number]) => {
  const [year, month, day, hour, minute] = parts
  return new Date(year, month - 1, day, hour, minute).getTime()
}
/** A Saturday. */
const now = () => local(2026, 11, 21, 14, 30)
const words = (text: string, at = now()) => readSnooze(text, at)

describe('words for a moment', () => {
  it.each([
    ['next tue 9am', [2026, 11, 24, 9, 0]],
    ['in 3 days', [2026, 11, 24, 9, 0]],
    ['tomorrow', [2026, 11, 22, 9, 0]],
    ['tomorrow at 15:45', [2026, 11, 22, 15, 45]],
    ['in 2 hours', [2026, 11, 21, 16, 30]],
    ['friday', [2026, 11, 27, 9, 0]],
    ['3 jan 10am', [2027, 1, 3, 10, 0]],
  ] as const)('reads “%s”', (text, moment) => {
    expect(words(text)).toEqual({ at: local(...(moment as unknown as [number, number, number, number, number])) })
  })

  it('keeps the hour of the day over a change from and to summer time', () => {
    expect(words('tomorrow 9am', local(2026, 3, 28, 12, 0))).toEqual({ at: Date.UTC(2026, 2, 29, 7) })
    expect(words('tomorrow 9am', local(2026, 10, 24, 12, 0))).toEqual({ at: Date.UTC(2026, 9, 25, 8) })
  })

  it('refuses the past, what is too far away, and what is no time, and says why', () => {
    expect(words('yesterday 9am')).toEqual({ error: expect.stringContaining('past') as string })
    expect(words('3 jan 2020')).toEqual({ error: expect.stringContaining('past') as string })
    expect(words('in 40 years')).toEqual({ error: expect.stringContaining('far') as string })
    expect(words('when pigs fly')).toEqual({ error: expect.stringContaining('no time') as string })
  })
})

describe('the presets', () => {
  it('are all to come, and mornings are at nine, also over a change of time', () => {
    const before = local(2026, 3, 28, 12, 0)
    const presets = Object.fromEntries(snoozePresets(before).map(({ id, at }) => [id, at]))
    expect(presets['tomorrow']).toBe(Date.UTC(2026, 2, 29, 7))
    expect(presets['week']).toBe(local(2026, 3, 30, 9, 0))
    expect(Object.values(presets).every((at) => at > before)).toBe(true)
  })

  it('leave out "later today" late in the evening', () => {
    expect(snoozePresets(local(2026, 11, 21, 20, 30)).map(({ id }) => id)).not.toContain('later')
    expect(snoozePresets(now()).map(({ id }) => id)).toContain('later')
  })
})
