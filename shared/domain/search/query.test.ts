import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { MOST_TERMS, parseSearch } from './query.ts'

const NOW = new Date(2026, 10, 21, 15).getTime()
const parse = (text: string) => parseSearch(text, NOW)
const filters = (text: string) => parse(text).filters.map(({ filter }) => filter)

it('takes the last word as a beginning, and a word with a space behind it as whole', () => {
  expect(parse('test dri').terms).toEqual([
    { tokens: ['test'], isPrefix: false, digits: null },
    { tokens: ['dri'], isPrefix: true, digits: null },
  ])
  expect(parse('drive ').terms).toEqual([{ tokens: ['drive'], isPrefix: false, digits: null }])
  expect(parse('dri* now').terms[0]).toMatchObject({ tokens: ['dri'], isPrefix: true })
})

it('keeps the words of a phrase together, also of one that is not closed yet', () => {
  expect(parse('"Test drive"').terms).toEqual([{ tokens: ['test', 'drive'], isPrefix: false, digits: null }])
  expect(parse('"test dri').terms).toEqual([{ tokens: ['test', 'dri'], isPrefix: true, digits: null }])
})

it('takes what is written without spaces as standing together', () => {
  expect(parse('ana@acme.com').terms).toMatchObject([{ tokens: ['ana', 'acme', 'com'] }])
  expect(parse('東京').terms).toMatchObject([{ tokens: ['東', '京'] }])
})

it('reads a part of a phone number in any format', () => {
  const digits = (text: string) => parse(text).terms.map((term) => term.digits)
  expect(digits('0151 234-56')).toEqual(['15123456'])
  expect(digits('+49 (0)151')).toEqual(['49151'])
  expect(digits('0049 151')).toEqual(['49151'])
  expect(digits('(555) 010')).toEqual(['555010'])
  expect(digits('12')).toEqual([null])
  expect(digits('ana 4711')).toEqual([null, '4711'])
})

it('understands every operator', () => {
  expect(filters('channel:whatsapp stage:"Won over" owner:me has:notes tag:VIP is:unread')).toEqual([
    { op: 'channel', platform: 'whatsapp' },
    { op: 'stage', name: 'won over' },
    { op: 'owner', name: 'me' },
    { op: 'has', part: 'note' },
    { op: 'tag', name: 'vip' },
    { op: 'is', state: 'unread' },
  ])
})

it('understands dates as numbers, spans and words, in local time', () => {
  const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).getTime()
  expect(filters('after:2026-05-03 before:2026-06')).toEqual([
    { op: 'after', at: day(2026, 5, 3) },
    { op: 'before', at: day(2026, 6, 1) },
  ])
  expect(filters('after:7d after:yesterday after:"3 may"')).toEqual([
    { op: 'after', at: day(2026, 11, 14) },
    { op: 'after', at: day(2026, 11, 20) },
    { op: 'after', at: day(2026, 5, 3) },
  ])
})

it('says what it does not understand, and searches it as text', () => {
  const unknown = parse('colour:red')
  expect(unknown.problems).toEqual(['There is no operator “colour:”; it was searched as text.'])
  expect(unknown.terms).toMatchObject([{ tokens: ['colour', 'red'] }])
  expect(parse('is:purple').problems[0]).toContain('open, done, snoozed, unread and hot')
  expect(parse('before:2026-02-31').problems[0]).toContain('not a date')
  expect(parse('owner:').problems).toHaveLength(0)
})

it('leaves addresses and times of day alone', () => {
  expect(parse('https://acme.com at 10:30')).toMatchObject({ filters: [], problems: [] })
})

it('tells where an operator stands, so that it can be taken away', () => {
  const text = 'ana is:open now'
  expect(parse(text).filters.map(({ start, end }) => text.slice(start, end))).toEqual(['is:open'])
})

it('stays calm whatever is typed', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const { terms, filters: found } = parse(text)
      expect(terms.length).toBeLessThanOrEqual(MOST_TERMS)
      expect(terms.every(({ tokens }) => tokens.length > 0)).toBe(true)
      expect(found.every(({ start, end }) => end > start)).toBe(true)
    }),
  )
})

it('takes the first words of ten thousand characters, and says so', { timeout: 60_000 }, () => {
  const long = parse(Array.from({ length: 1700 }, (_, n) => `word${n}`).join(' '))
  expect(long.terms).toHaveLength(MOST_TERMS)
  expect(long.problems).toEqual([`This is long: only the first ${MOST_TERMS} words are searched for.`])
  for (const awkward of [
    '"'.repeat(10_000),
    ':'.repeat(10_000),
    '('.repeat(10_000),
    'a'.repeat(10_000),
    '1 '.repeat(5000),
  ]) {
    const started = Date.now()
    parse(awkward)
    expect(Date.now() - started).toBeLessThan(2000)
  }
})
