import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { matchText, snippetOf } from './match.ts'
import { parseSearch } from './query.ts'

const termsOf = (query: string) => parseSearch(query, 0).terms
const match = (text: string, query: string) => matchText(text, termsOf(query))
const shown = (text: string, query: string) => snippetOf(text, match(text, query)!.spans)
const hits = (text: string, query: string) =>
  shown(text, query)
    .filter(({ hit }) => hit)
    .map(({ text: piece }) => piece)

it('finds all words or nothing', () => {
  expect(match('The test drive is tomorrow', 'drive test ')).not.toBeNull()
  expect(match('The test drive is tomorrow', 'drive monday')).toBeNull()
})

it('finds a phrase only where its words stand together', () => {
  expect(match('a test of the drive', '"test drive"')).toBeNull()
  expect(match('a Tést  drive', '"test drive"')).not.toBeNull()
  expect(match('京東', '東京')).toBeNull()
  expect(hits('来週東京です', '東京')).toEqual(['東京'])
})

it('prefers whole words to beginnings, and words side by side to words far apart', () => {
  const relevance = (text: string, query: string) => match(text, query)!.relevance
  expect(relevance('drive', 'drive')).toBeGreaterThan(relevance('driver', 'drive'))
  expect(relevance('test drive', 'test drive')).toBeGreaterThan(
    relevance('test it and then have a long drive', 'test drive'),
  )
})

it('marks the original spelling', () => {
  expect(hits('Grüße an José', 'gruße jose')).toEqual(['Grüße', 'José'])
})

it('shows the place of the first hit of a long text, and marks it', () => {
  const text = `${'lorem ipsum '.repeat(60)}the invoice is late ${'dolor '.repeat(60)}`
  const segments = shown(text, 'invoice')
  expect(segments[0]).toEqual({ text: expect.stringMatching(/^….*the $/) as string, hit: false })
  expect(segments[1]).toEqual({ text: 'invoice', hit: true })
  expect(segments.at(-1)!.text.endsWith('…')).toBe(true)
})

it('leaves markup as the text that it is', () => {
  expect(shown('<img src=x onerror=alert(1)> hello', 'hello')).toEqual([
    { text: '<img src=x onerror=alert(1)> ', hit: false },
    { text: 'hello', hit: true },
  ])
})

it('shows no half of a character and nothing that is not in the text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 600 }),
      fc.string({ minLength: 1, maxLength: 8 }),
      (text, query) => {
        const found = match(text, query)
        if (!found) return
        const whole = snippetOf(text, found.spans)
          .map((segment) => segment.text)
          .join('')
        expect(whole.isWellFormed()).toBe(true)
        const plain = text.replaceAll(/\s+/g, ' ')
        expect(plain).toContain(whole.replace(/^…/, '').replace(/…$/, '').replaceAll(/\s+/g, ' ').slice(0, 40))
      },
    ),
  )
})
