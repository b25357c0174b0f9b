import { expect, it } from 'vitest'
import { fuzzyChoices, fuzzyScore } from './fuzzy.ts'

const choices = ['Go to Inbox', 'Done, go to the next', 'Conflict Centre', 'Reopen', 'Reply'].map((label) => ({
  id: label,
  label,
}))
const found = (typed: string, recent: string[] = []) => fuzzyChoices(choices, typed, recent).map(({ label }) => label)

it('finds what begins with it first, then words within, then letters in order', () => {
  expect(found('re')[0]).toBe('Reopen')
  expect(found('inbox')).toEqual(['Go to Inbox'])
  expect(found('cnfl')).toEqual(['Conflict Centre'])
  expect(fuzzyScore('Reply', 'xyz')).toBe(0)
})

it('asks for all words, without case and accents', () => {
  expect(found('GO next')).toEqual(['Done, go to the next'])
  expect(fuzzyScore('Zoë Lindqvist', 'zoe lind')).toBeGreaterThan(0)
})

it('shows everything at first, what was used last on top', () => {
  expect(found('')).toHaveLength(choices.length)
  expect(found('', ['Reply', 'Reopen']).slice(0, 2)).toEqual(['Reply', 'Reopen'])
  expect(found('re', ['Reply'])[0]).toBe('Reply')
})
