/** A query as FTS5 is asked it. The index knows words and no places, so this finds candidates; the rows decide. */
import type { Term } from '#shared/domain/search/query.ts'
import { trigrams } from '#shared/domain/search/tokens.ts'
import { GRAM } from './kinds.ts'

/**
 * @param anyWord every term may be a beginning, as in names
 * @param hasNumbers digits may also be a part of a phone number
 */
export function expressionOf(terms: readonly Term[], { anyWord = false, hasNumbers = false } = {}): string {
  return terms
    .map((term) => {
      const words = wordsExpression(term, anyWord)
      return hasNumbers && term.digits !== null ? `(${words} OR ${digitsExpression(term.digits)})` : words
    })
    .join(' AND ')
}

function wordsExpression({ tokens, isPrefix }: Term, anyWord: boolean): string {
  const last = tokens.length - 1
  const parts = tokens.map((token, n) => `"${token}"${n === last && (isPrefix || anyWord) ? '*' : ''}`)
  return parts.length === 1 ? parts[0]! : `(${parts.join(' AND ')})`
}

function digitsExpression(digits: string): string {
  return `(${trigrams(digits)
    .map((gram) => `"${GRAM}${gram}"`)
    .join(' AND ')})`
}
