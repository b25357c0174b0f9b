import { expect, it } from 'vitest'
import { awayFacts, awaySummary } from './away-words.ts'

it('sums an absence up, the most urgent first, and leaves out what did not happen', () => {
  expect(awaySummary({ counts: { attention: 1, hot: 0, assigned: 2, message: 1200, done: 0 } })).toBe(
    '1 needs your decision · 2 assigned to you · 1,200 new messages',
  )
  expect(awaySummary({ counts: { attention: 0, hot: 1, assigned: 0, message: 1, done: 3 } })).toBe(
    '1 went hot · 1 new message · 3 done by others',
  )
})

it('says all that happened to a conversation', () => {
  expect(awayFacts({ kinds: ['hot', 'message'], messages: 3 }).map(({ text }) => text)).toEqual([
    'Went hot',
    '3 new messages',
  ])
})
