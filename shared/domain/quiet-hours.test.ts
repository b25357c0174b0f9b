import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isQuiet, quietHoursSchema } from './quiet-hours.ts'

const BERLIN = 'Europe/Berlin'
const night = { on: true, from: '22:00', to: '07:30' }
const utc = (text: string): number => Date.parse(text)

test('across midnight it is quiet from the evening to the morning, without its end', () => {
  expect(isQuiet(night, utc('2026-11-21T20:59:59Z'), BERLIN)).toBe(false)
  expect(isQuiet(night, utc('2026-11-21T21:00:00Z'), BERLIN)).toBe(true)
  expect(isQuiet(night, utc('2026-11-22T06:29:59Z'), BERLIN)).toBe(true)
  expect(isQuiet(night, utc('2026-11-22T06:30:00Z'), BERLIN)).toBe(false)
})

test('it ends by the clock on the wall on the nights on which that is put forward and back', () => {
  // Forward: 02:00 becomes 03:00, so that 07:30 comes at 05:30 UTC; back: at 06:30 UTC again.
  expect(isQuiet(night, utc('2026-03-29T05:29:00Z'), BERLIN)).toBe(true)
  expect(isQuiet(night, utc('2026-03-29T05:30:00Z'), BERLIN)).toBe(false)
  expect(isQuiet(night, utc('2026-10-25T05:30:00Z'), BERLIN)).toBe(true)
  expect(isQuiet(night, utc('2026-10-25T06:30:00Z'), BERLIN)).toBe(false)
})

test('an hour that does not exist, or exists twice, is quiet when the clock shows it', () => {
  const hour = { on: true, from: '02:00', to: '03:00' }
  const quietMinutes = (from: string) =>
    Array.from({ length: 360 }, (_, minute) => isQuiet(hour, utc(from) + minute * 60_000, BERLIN)).filter(Boolean)
      .length
  expect(quietMinutes('2026-03-28T23:00:00Z')).toBe(0)
  expect(quietMinutes('2026-10-24T22:00:00Z')).toBe(120)
})

test('hours that are off, or of no length, are never quiet; some hours and the rest of the day make a day', () => {
  const clock = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'))
  fc.assert(
    fc.property(
      clock,
      clock,
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      (from, to, date) => {
        const at = date.getTime()
        expect(isQuiet({ on: false, from, to }, at, BERLIN)).toBe(false)
        expect(isQuiet({ on: true, from, to: from }, at, BERLIN)).toBe(false)
        fc.pre(from !== to)
        const one = isQuiet({ on: true, from, to }, at, BERLIN)
        expect(isQuiet({ on: true, from: to, to: from }, at, BERLIN)).toBe(!one)
      },
    ),
  )
})

test('a time that is none is refused', () => {
  expect(quietHoursSchema.safeParse({ on: true, from: '24:00', to: '07:00' }).success).toBe(false)
})
