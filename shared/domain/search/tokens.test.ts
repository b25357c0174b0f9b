import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { digitsOf, fold, indexedText, tokensOf, trigrams } from './tokens.ts'

const words = (text: string) => Array.from(tokensOf(text), ({ text: token }) => token)

it('folds case and accents, and letters that Unicode does not take apart', () => {
  expect(fold('Ångström ÉCLAIR Łódź Straße İstanbul')).toBe('angstrom eclair lodz strasse istanbul')
})

it('parts text into words, addresses and names included', () => {
  expect(words("O'Brien wrote to ana@acme.com!")).toEqual(['o', 'brien', 'wrote', 'to', 'ana', 'acme', 'com'])
})

it('takes each character of a script without spaces as a word', () => {
  expect(words('東京タワー are')).toEqual(['東', '京', 'タ', 'ワ', 'ー', 'are'])
  expect(words('ราคา')).toHaveLength(4)
})

it('keeps Cyrillic, Arabic, Hindi and Korean words whole, without the signs that readers leave out', () => {
  expect(words('Цена مُحَمَّد कीमत 가격')).toHaveLength(4)
  expect(words('مُحَمَّد')).toEqual(words('محمد'))
})

it('finds emoji', () => {
  expect(words('yes 🎉🚗')).toEqual(['yes', '🎉', '🚗'])
})

it('says where a word stands in the original, whatever the text', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let at = 0
      for (const { text: token, start, end } of tokensOf(text)) {
        expect(start).toBeGreaterThanOrEqual(at)
        expect(end).toBeGreaterThan(start)
        expect(words(text.slice(start, end))).toContain(token)
        at = start
      }
    }),
  )
})

it('gives the index the same words that a search looks for', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(words(indexedText(text))).toEqual(words(text))
    }),
  )
})

it('reads a number however it is written', () => {
  expect(['+49 (0)151 234', '49-151/234', '49151234'].map(digitsOf)).toEqual(['49151234', '49151234', '49151234'])
  expect(trigrams('12312')).toEqual(['123', '231', '312'])
  expect(trigrams('12')).toEqual([])
})
