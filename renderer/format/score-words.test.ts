import { expect, test } from 'vitest'
import { scoreWords } from './score-words.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000
const part = (name: string, points: number, reason: string, max: number | null = 25) => ({
  part: name,
  points,
  max,
  reason,
})

test('a hot lead is told as a colleague would tell it', () => {
  const parts = [
    part('engagement', 25, '12 messages from the customer in the last 90 days'),
    part('recency', 25, 'Last wrote on 21 Nov 2026'),
    part('intent', 22, 'Has a booking; 2 messages mention "price", "monthly"'),
    part('completeness', 8, 'Known: name, phone', 10),
  ]
  expect(scoreWords(parts, NOW - 4 * MINUTE, NOW)).toBe('replied 4 min ago, booked, asked about price twice')
})

test.each([
  ['1 message mentions "quote"', 'asked about quote once'],
  ['5 messages mention "finance"', 'asked about finance 5 times'],
  ['Has an open deal', 'has an open deal'],
  ['The AI agent says 70 of 100', 'the AI agent says 70 of 100'],
  ['Gave us what we need', 'gave us what we need'],
])('the reason %s reads %s', (reason, words) => {
  expect(scoreWords([part('intent', 20, reason)], null, NOW)).toBe(words)
})

test('long ago is told by its date, as the server has it', () => {
  const parts = [part('recency', 20, 'Last wrote on 1 Oct 2026')]
  expect(scoreWords(parts, NOW - 51 * 24 * 60 * MINUTE, NOW)).toBe('last wrote on 1 Oct 2026')
})

test('what gives few of its points is not named, and nothing is nothing', () => {
  expect(scoreWords([part('channels', 1, 'Writes on sms', 10)], null, NOW)).toBe('')
  expect(scoreWords([part('sentiment', 0, 'Mood not known')], null, NOW)).toBe('')
  expect(scoreWords([], null, NOW)).toBe('')
})

test('a part that this version does not know comes last', () => {
  const parts = [part('weather', 25, 'Sunny'), part('channels', 10, 'Writes on sms', 10)]
  expect(scoreWords(parts, null, NOW)).toBe('writes on sms, sunny')
})

test('a part without a maximum is named once it has points', () => {
  expect(scoreWords([part('intent', 40, 'Booked an appointment', null)], null, NOW)).toBe('booked an appointment')
})
