/** Cuts a pull's answer into pieces that can be applied one at a time. */
import type { PullAnswer } from '#shared/replication/protocol.ts'
import type { StagedAnswer } from './calls.ts'

/**
 * Rows that one transaction of a large round applies: what a rep's own write may have to wait for, about 3 ms of work.
 * Measured, pieces of 1,000 were no faster for the round as a whole.
 */
export const CHUNK_ROWS = 250

/** What of a pull's answer goes to the cache. */
export type StageableAnswer = Pick<PullAnswer, 'tables' | 'deleted' | 'revoked' | 'lost'>

/** The answer with its rows as JSON text, at most {@link CHUNK_ROWS} to a piece. */
export function stagedAnswer(answer: StageableAnswer): StagedAnswer {
  const tables = answer.tables.flatMap(({ table, columns, rows }) => {
    const pieces = Math.max(1, Math.ceil(rows.length / CHUNK_ROWS))
    return Array.from({ length: pieces }, (_, n) => {
      const piece = rows.slice(n * CHUNK_ROWS, (n + 1) * CHUNK_ROWS)
      return { table, columns, rows: JSON.stringify(piece), count: piece.length }
    })
  })
  return { tables, deleted: answer.deleted, revoked: answer.revoked, lost: answer.lost }
}

/** How large the rows of an answer are, in characters of JSON: near enough to bytes for a budget. */
export const bytesOf = ({ tables }: Pick<StagedAnswer, 'tables'>): number =>
  tables.reduce((sum, { rows }) => sum + rows.length, 0)
