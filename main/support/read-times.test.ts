import { expect, test } from 'vitest'
import { ReadTimes } from './read-times.ts'

test('half of the reads took at most the median, and 95 of 100 the percentile; the slowest read is first', () => {
  const times = new ReadTimes()
  for (let ms = 1; ms <= 100; ms++) times.record('inbox.page', ms)
  times.record('team.list', 200)
  expect(times.summary()).toEqual([
    { name: 'team.list', count: 1, p50: 200, p95: 200 },
    { name: 'inbox.page', count: 100, p50: 50, p95: 95 },
  ])
})

test('what was slow long ago is forgotten, and counted', () => {
  const times = new ReadTimes()
  for (let n = 0; n < 50; n++) times.record('inbox.page', 900)
  for (let n = 0; n < 200; n++) times.record('inbox.page', 1)
  expect(times.summary()).toEqual([{ name: 'inbox.page', count: 250, p50: 1, p95: 1 }])
})
