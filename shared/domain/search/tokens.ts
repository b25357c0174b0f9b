/**
 * Text as search sees it: words without case and accents. What is indexed, asked and highlighted goes through here, so
 * that the three always agree.
 */

export interface Token {
  text: string
  /** Where it stands in the original, in UTF-16 units. */
  start: number
  end: number
}

const ASCII = /^\p{ASCII}*$/u
/** Most of what is written: Latin letters and the usual punctuation, which folds as a whole. */
const PLAIN = /^[\p{ASCII}\u00c0-\u024f\u2010-\u2027]*$/u
const ASCII_WORD = /[a-z0-9]+/g
/** Latin, Cyrillic, Hebrew and Arabic signs that readers leave out; vowel signs of Indic scripts are letters to them. */
const SIGNS =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g
/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')
const WORD = /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+/gu
/** Scripts written without spaces between words, and emoji: each character is a token. */
const ALONE = String.raw`(?=[\p{L}\p{Extended_Pictographic}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{Extended_Pictographic}]\p{M}*`
const PIECE = new RegExp(`${ALONE}|(?:(?!${ALONE})[\\s\\S])+`, 'gu')
const HAS_ALONE = new RegExp(ALONE, 'u')

/** Case and accents folded: `Ångström` and `angstrom` are one. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (ASCII.test(lower)) return lower
  // Taking letters apart may bring out capitals: 𝓐 is A.
  return lower
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(SIGNS, '')
    .replaceAll(LETTER, (letter) => LETTERS[letter]!)
}

/** The words of a text in their order, one at a time: long texts are seldom needed whole. */
export function* tokensOf(text: string): Generator<Token> {
  if (ASCII.test(text)) {
    for (const { 0: word, index } of text.toLowerCase().matchAll(ASCII_WORD)) {
      yield { text: word, start: index, end: index + word.length }
    }
    return
  }
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (ASCII.test(word)) yield { text: word.toLowerCase(), start: index, end: index + word.length }
    else if (!HAS_ALONE.test(word)) yield* foldedParts(word, index)
    else for (const piece of word.matchAll(PIECE)) yield* foldedParts(piece[0], index + piece.index)
  }
}

/** Folding may part a word (½ is 1 and 2): each part then stands for all of it. */
function* foldedParts(word: string, start: number): Generator<Token> {
  const end = start + word.length
  for (const [folded] of fold(word).matchAll(WORD)) {
    if (!HAS_ALONE.test(folded)) yield { text: folded, start, end }
    else for (const [text] of folded.matchAll(PIECE)) yield { text, start, end }
  }
}

/** What a full-text index with spaces as its only separators is given of a text. */
export function indexedText(text: string): string {
  const folded = PLAIN.test(text) ? fold(text) : null
  return folded !== null && ASCII.test(folded)
    ? folded
    : Array.from(tokensOf(text), ({ text: token }) => token).join(' ')
}

/** The digits of a phone number, without a trunk zero in brackets: `+49 (0)151` is 49151. */
export const digitsOf = (text: string): string => text.replaceAll(/\(0\)/g, '').replaceAll(/\D/g, '')

/** Every run of three characters, each once. */
export function trigrams(text: string): string[] {
  return [...new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, n) => text.slice(n, n + 3)))]
}
