import { expect, test } from 'vitest'
import { areSimilarNames } from './similar-names.ts'

test.each([
  ['Mia Keller', 'Keller, Mia'],
  ['Jürgen Müller', 'Jurgen Muller'],
  ['Wojciech Nowak', 'Wojcech Nowak'],
  ['JOSÉ GARCÍA', 'José Garcia'],
  ['سارة الأحمد', 'سارة الأحمد'],
])('%s and %s are likely one person', (one, other) => expect(areSimilarNames(one, other)).toBe(true))

test.each([
  ['Mia Keller', 'Max Koller'],
  ['Ana', 'Ida'],
  ['🙂', '🙂'],
  ['', ''],
  ['...', '...'],
])('%s and %s are not', (one, other) => expect(areSimilarNames(one, other)).toBe(false))

test('a name of ten thousand letters is compared in no time', () => {
  expect(areSimilarNames('a'.repeat(10_000), 'b'.repeat(10_000))).toBe(false)
})
