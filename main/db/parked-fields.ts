/** The fields of a refused or held change: what the rep saw, what they wanted, and what stands on the server now. */
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Outcome } from '#shared/replication/protocol.ts'
import { baseOf, columnsSetBy, valueSetBy } from './change-target.ts'
import type { Args } from './change-target.ts'

export interface ParkedField {
  column: string
  /** Undefined where it is not known. */
  base: unknown
  mine: unknown
  /** Undefined where nothing stands on the server. */
  theirs: unknown
  /** Who wrote theirs and when, where the server said so. */
  by: string | null
  at: number | null
}

const sideSchema = z.object({
  base: z.unknown(),
  mine: z.unknown(),
  theirs: z.unknown(),
  by: z.string().nullish(),
  at: z.number().nullish(),
})
const conflictSchema = z.object({ fields: z.record(z.string(), sideSchema) })

/** Text that is not a column of a row that stands on the server. */
const WRITTEN = ['title', 'body'] as const

/**
 * @param serverRow the server's row as the cache has it; null when there is none
 * @param isSeen whether the cache has seen the outcome's transaction: then its row is newer than the outcome
 */
export function parkedFields(
  args: Args,
  outcome: Outcome | null,
  serverRow: Record<string, unknown> | null,
  isSeen: boolean,
): ParkedField[] {
  const { data } = conflictSchema.safeParse(outcome?.details)
  if (data) {
    return Object.entries(data.fields).map(([column, side]) => {
      const isNewer = isSeen && serverRow !== null && column in serverRow
      const theirs = isNewer ? serverRow[column] : side.theirs
      const isSame = JSON.stringify(theirs) === JSON.stringify(side.theirs)
      const mine = valueSetBy(args, column) ?? side.mine
      return { column, base: side.base, mine, theirs, by: (isSame && side.by) || null, at: (isSame && side.at) || null }
    })
  }
  const unknown = { by: null, at: null }
  const columns = columnsSetBy(args)
  if (columns.length > 0) {
    const base = baseOf(args)
    return columns.flatMap((column) => {
      const mine = valueSetBy(args, column)
      const isSaid = mine !== undefined && !isDeepStrictEqual(mine, base[column])
      return isSaid ? [{ column, base: base[column], mine, theirs: serverRow?.[column], ...unknown }] : []
    })
  }
  return WRITTEN.flatMap((column) => {
    const mine = args[column]
    return typeof mine === 'string' ? [{ column, base: undefined, mine, theirs: undefined, ...unknown }] : []
  })
}
