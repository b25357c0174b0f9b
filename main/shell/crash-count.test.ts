import { expect, test } from 'vitest'
import { CrashCount } from './crash-count.ts'

const answers = (...times: number[]) => {
  const count = new CrashCount()
  return times.map((at) => count.mayReload(at))
}

test('a page that ends now and then is loaded anew each time', () => {
  expect(answers(0, 40_000, 80_000, 120_000)).toEqual([true, true, true, true])
})

test('one that ends for the third time within a minute is not, until the rep has asked for it', () => {
  expect(answers(0, 10_000, 59_999, 60_001, 60_002, 60_003)).toEqual([true, true, false, true, true, false])
})
