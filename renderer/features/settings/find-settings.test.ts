import { expect, test } from 'vitest'
import { isFound } from './find-settings.ts'

const quiet = { group: 'Notifications', label: 'Quiet hours', hint: 'Nothing is told', words: 'night do not disturb' }

test('a setting is found by beginnings of words, also of those that it is called by elsewhere', () => {
  expect(isFound(quiet, '')).toBe(true)
  expect(isFound(quiet, 'qui hou')).toBe(true)
  expect(isFound(quiet, 'Disturb, NIGHT')).toBe(true)
  expect(isFound(quiet, 'quiet zoom')).toBe(false)
  expect(isFound(quiet, 'uiet')).toBe(false)
})
