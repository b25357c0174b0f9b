import { distance } from 'fastest-levenshtein'

/** A name as it is compared: without case, accents and punctuation, its words in alphabetical order. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLocaleLowerCase('en')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .toSorted()
    .join(' ')
}

/** One letter in five may differ: a typo in a short name, two in a long one. */
const LETTERS_PER_TYPO = 5
/** Longer names are cut for the comparison: nobody types that much twice. */
const COMPARED = 120

/**
 * Whether two names are likely one person's: the same words in any order, or with a typo. Names without letters (emoji
 * alone) are like no other.
 */
export function areSimilarNames(one: string, other: string): boolean {
  const a = nameKey(one).slice(0, COMPARED)
  const b = nameKey(other).slice(0, COMPARED)
  if (a === '' || b === '') return false
  return a === b || distance(a, b) <= Math.floor(Math.min(a.length, b.length) / LETTERS_PER_TYPO)
}
