/** The search box's language: words, "phrases", and operators such as `channel:whatsapp` or `before:2026-05-03`. */
import { MOST_SEARCH_CHARACTERS } from './longest-search.ts'
import { PLATFORMS } from '../vocabulary.ts'
import type { Platform } from '../vocabulary.ts'
import { searchDate } from './dates.ts'
import { digitsOf, fold, tokensOf } from './tokens.ts'

export const SEARCH_STATES = ['open', 'done', 'snoozed', 'unread', 'hot'] as const
export const SEARCH_PARTS = ['attachment', 'note', 'deal', 'phone', 'email', 'call'] as const
export const SEARCH_OPERATORS = ['channel', 'stage', 'owner', 'has', 'tag', 'is', 'before', 'after'] as const
export type SearchState = (typeof SEARCH_STATES)[number]
export type SearchPart = (typeof SEARCH_PARTS)[number]

/** Words that stand together in the text, in this order; one word is the usual case. */
export interface Term {
  tokens: string[]
  /** The last token is only a beginning. */
  isPrefix: boolean
  /** What it is as part of a phone number, at least three digits; null for words. */
  digits: string | null
}

export type Filter =
  | { op: 'channel'; platform: Platform }
  /** Names are folded. `me` and `nobody` are owners of their own. */
  | { op: 'stage'; name: string }
  | { op: 'owner'; name: string }
  | { op: 'tag'; name: string }
  | { op: 'has'; part: SearchPart }
  | { op: 'is'; state: SearchState }
  /** Milliseconds since 1970: `before` excludes it, `after` includes it. */
  | { op: 'before'; at: number }
  | { op: 'after'; at: number }

/** An operator as it stands in the text, for a chip that can be taken away. */
export interface WrittenFilter {
  start: number
  end: number
  filter: Filter
}

export interface SearchQuery {
  terms: Term[]
  filters: WrittenFilter[]
  /** What was not understood, in sentences for the rep; it was searched as text. */
  problems: string[]
}

/** More words than anybody means; the rest of a pasted text is left out, and said so. */
export const MOST_TERMS = 24
const MOST_PROBLEMS = 3
const SHORTEST_FRAGMENT = 3
/** With its spaces and brackets. */
const LONGEST_NUMBER = 30

/** `op:"several words"`, `op:word`, `"a phrase"` (also one not yet closed), or a word. */
const LEXEME = /([\p{L}_]{2,20}):(?:"([^"]*)"?|([^\s"]+))|"([^"]*)("?)|[^\s"]+/gu
const PHONE_LIKE = /^[+(]?[\d()\-./]*\d[\d()\-./]*$/

interface Word {
  text: string
  /** It looks like a phone number or a part of one. */
  isNumber: boolean
  /** It ends the text: more of it may be coming. */
  isLast: boolean
}

/**
 * Understands what was typed. Never fails: what makes no sense as an operator is text.
 * @param now milliseconds since 1970, for dates in words
 */
export function parseSearch(text: string, now: number): SearchQuery {
  const typed = text.slice(0, MOST_SEARCH_CHARACTERS)
  const words: Word[] = []
  const filters: WrittenFilter[] = []
  const problems: string[] = []
  for (const match of typed.matchAll(LEXEME)) {
    const [all, operator, quoted, plain, phrase, closing] = match
    const end = match.index + all.length
    const isLast = end === typed.length
    if (operator !== undefined && !isAddress(plain)) {
      const found = filterOf(fold(operator), quoted ?? plain ?? '', now)
      if (typeof found === 'object') {
        filters.push({ start: match.index, end, filter: found })
        continue
      }
      if (problems.length < MOST_PROBLEMS) problems.push(found)
    }
    if (phrase === undefined) words.push({ text: all, isNumber: PHONE_LIKE.test(all), isLast })
    else words.push({ text: phrase, isNumber: false, isLast: isLast && closing === '' })
  }
  const terms = distinct(joinPhones(words).flatMap(termOf))
  if (terms.length > MOST_TERMS || text.length > MOST_SEARCH_CHARACTERS) {
    problems.push(`This is long: only the first ${Math.min(terms.length, MOST_TERMS)} words are searched for.`)
  }
  return { terms: terms.slice(0, MOST_TERMS), filters, problems }
}

/** `https://…` and times of day are no operators. */
const isAddress = (value: string | undefined): boolean => value?.startsWith('//') ?? false

function filterOf(op: string, value: string, now: number): Filter | string {
  const name = fold(value).trim()
  const others = (known: readonly string[]) => `“${op}:${short(value)}” is not known. There is ${listed(known)}.`
  switch (op) {
    case 'channel': {
      const platform = PLATFORMS.find((known) => known === name) ?? PLATFORMS.find((known) => begins(known, name))
      return platform ? { op, platform } : others(PLATFORMS)
    }
    case 'stage':
    case 'owner':
    case 'tag':
      return name === '' ? `“${op}:” needs a name.` : { op, name }
    case 'has': {
      const part = SEARCH_PARTS.find((known) => known === name || `${known}s` === name)
      return part ? { op, part } : others(SEARCH_PARTS)
    }
    case 'is': {
      const state = SEARCH_STATES.find((known) => known === name)
      return state ? { op, state } : others(SEARCH_STATES)
    }
    case 'before':
    case 'after': {
      const at = searchDate(value, now)
      return at === null ? `“${short(value)}” is not a date. Write 2026-05-03, 7d or yesterday.` : { op, at }
    }
    default:
      return `There is no operator “${op}:”; it was searched as text.`
  }
}

const begins = (known: string, name: string): boolean => name.length >= 2 && known.startsWith(name)
const short = (value: string): string => (value.length <= 30 ? value : `${value.slice(0, 30)}…`)
const listed = (values: readonly string[]): string => `${values.slice(0, -1).join(', ')} and ${values.at(-1)}`

/** A number written in groups, `0151 234-56`, is one word. */
function joinPhones(words: Word[]): Word[] {
  const joined: Word[] = []
  for (const word of words) {
    const last = joined.at(-1)
    if (last?.isNumber && word.isNumber && last.text.length < LONGEST_NUMBER) {
      joined.splice(-1, 1, { ...word, text: `${last.text} ${word.text}` })
    } else joined.push(word)
  }
  return joined
}

function termOf(word: Word): Term[] {
  const tokens: string[] = []
  for (const token of tokensOf(word.text)) {
    if (tokens.push(token.text) === MOST_TERMS) break
  }
  if (tokens.length === 0) return []
  const isPrefix = word.isLast || word.text.endsWith('*')
  return [{ tokens, isPrefix, digits: word.isNumber ? fragmentOf(word.text) : null }]
}

/** Zeros before a number (00 abroad, 0 at home) are not part of it as it is stored. */
function fragmentOf(text: string): string | null {
  const digits = digitsOf(text)
  const bare = digits.replace(/^0+/, '')
  const fragment = bare.length >= SHORTEST_FRAGMENT ? bare : digits
  return fragment.length >= SHORTEST_FRAGMENT ? fragment : null
}

function distinct(terms: Term[]): Term[] {
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()]
}
