/** Whether and how well a text answers a query, and the part of it to show. */
import type { Term } from './query.ts'
import { tokensOf } from './tokens.ts'
import type { Token } from './tokens.ts'

/** A piece of shown text; `hit` pieces are what was asked for. */
export interface Segment {
  text: string
  hit: boolean
}

export interface Match {
  /** How well, from 0 to 1: whole words count more than beginnings, words side by side more than far apart. */
  relevance: number
  /** Where the terms stand in the text, in order, without overlap. */
  spans: { start: number; end: number }[]
}

/** A text of this length is looked at to its end only if it still lacks a term. */
const SPANS = 12

/**
 * Finds every term in a text.
 * @param anyWord whether each term may also be the beginning of a word, as in names
 * @returns null when a term is missing
 */
export function matchText(text: string, terms: readonly Term[], anyWord = false): Match | null {
  const found = terms.map(() => ({ exact: false, first: -1 }))
  const spans: Match['spans'] = []
  const longest = Math.max(1, ...terms.map(({ tokens }) => tokens.length))
  const recent: Token[] = []
  let position = 0
  let missing = terms.length
  for (const token of tokensOf(text)) {
    recent.push(token)
    if (recent.length > longest) recent.shift()
    for (const [n, term] of terms.entries()) {
      const how = endsWith(recent, term, anyWord)
      if (how === null) continue
      const state = found[n]!
      if (state.first < 0) {
        state.first = position
        missing -= 1
      }
      state.exact ||= how === 'exact'
      add(spans, { start: recent.at(-term.tokens.length)!.start, end: token.end })
    }
    position += 1
    if (missing === 0 && spans.length >= SPANS) break
  }
  if (missing > 0) return null
  return { relevance: relevanceOf(found), spans }
}

/** Whether the tokens read last are the term. */
function endsWith(recent: readonly Token[], { tokens, isPrefix }: Term, anyWord: boolean): 'exact' | 'prefix' | null {
  const offset = recent.length - tokens.length
  if (offset < 0) return null
  const last = tokens.length - 1
  for (let n = 0; n < last; n++) if (recent[offset + n]!.text !== tokens[n]) return null
  const word = recent[offset + last]!.text
  if (word === tokens[last]) return 'exact'
  return (isPrefix || anyWord) && word.startsWith(tokens[last]!) ? 'prefix' : null
}

function add(spans: Match['spans'], span: { start: number; end: number }): void {
  const last = spans.at(-1)
  if (last && span.start < last.end) last.end = Math.max(last.end, span.end)
  else if (spans.length < SPANS) spans.push(span)
}

function relevanceOf(found: readonly { exact: boolean; first: number }[]): number {
  if (found.length === 0) return 0
  const whole = found.filter(({ exact }) => exact).length / found.length
  const places = found.map(({ first }) => first)
  const spread = Math.max(...places) - Math.min(...places) - (found.length - 1)
  return 0.7 * whole + 0.3 / (1 + Math.max(0, spread) / 4)
}

/** Characters of a snippet, and how many of them stand before the first hit. */
const LENGTH = 160
const LEAD_IN = 48

/** The part of a text around its first hit, on one line, hits marked. It is data: whoever shows it shows it as text. */
export function snippetOf(text: string, spans: Match['spans'], length = LENGTH): Segment[] {
  const first = spans[0]?.start ?? 0
  const begin = first <= LEAD_IN || text.length <= length ? 0 : wordStart(text, first - LEAD_IN, first)
  const end = text.length - begin <= length ? text.length : wordEnd(text, begin + length)
  const segments: Segment[] = begin > 0 ? [{ text: '…', hit: false }] : []
  let at = begin
  for (const span of spans) {
    if (span.start < at || span.start >= end) continue
    push(segments, text.slice(at, span.start), false)
    at = Math.min(span.end, end)
    push(segments, text.slice(span.start, at), true)
  }
  push(segments, text.slice(at, end), false)
  if (end < text.length) push(segments, '…', false)
  return segments
}

function push(segments: Segment[], text: string, hit: boolean): void {
  if (text === '') return
  const line = text.replaceAll(/\s+/g, ' ')
  const last = segments.at(-1)
  if (last && last.hit === hit) last.text += line
  else segments.push({ text: line, hit })
}

function wordStart(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s/)
  return space < 0 ? wholeCharacter(text, from) : from + space + 1
}

function wordEnd(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at)
  return space > at - 24 && space > 0 ? space : wholeCharacter(text, at)
}

/** Never between the halves of an emoji. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}
