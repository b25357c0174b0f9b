/** What a queued change is about, read from its arguments, whatever its name. */
import { z } from 'zod'
import type { TableName } from '#shared/replication/tables.ts'

const argsSchema = z.record(z.string(), z.unknown())
export type Args = z.infer<typeof argsSchema>

/** Arguments of a queued change, from their JSON. */
export const parseArgs = (json: string): Args => argsSchema.parse(JSON.parse(json))

/** The record that a change is about: the innermost one that its arguments name. */
const NAMED_BY: [argument: string, table: TableName][] = [
  ['note_id', 'notes'],
  ['activity_id', 'activities'],
  ['booking_id', 'bookings'],
  ['deal_id', 'deals'],
  ['conversation_id', 'conversations'],
  ['lead_id', 'leads'],
]

export interface RecordKey {
  table: TableName
  id: string
}

/** Every record that the arguments name, innermost first. */
export function recordsOf(args: Args): RecordKey[] {
  return NAMED_BY.flatMap(([argument, table]) => {
    const id = args[argument]
    return typeof id === 'string' ? [{ table, id }] : []
  })
}

const objectSchema = z.record(z.string(), z.unknown()).catch({})

/** The columns that a change sets: those of its `set`, else those of its `base`, which it names one by one. */
export function columnsSetBy(args: Args): string[] {
  return Object.keys(objectSchema.parse(args['set'] ?? args['base']))
}

/** What the rep saw before, by column. */
export const baseOf = (args: Args): Args => objectSchema.parse(args['base'])

/** What a change sets a column to; undefined when its arguments do not say (to close is to set a status). */
export function valueSetBy(args: Args, column: string): unknown {
  const set = args['set']
  return set === undefined ? args[column] : objectSchema.parse(set)[column]
}

/** The arguments with a column set to a value, and `base` to what stood there. */
export function withValue(args: Args, column: string, value: unknown, base?: unknown): Args {
  const set =
    args['set'] === undefined ? { [column]: value } : { set: { ...objectSchema.parse(args['set']), [column]: value } }
  return { ...args, ...set, ...(args['base'] !== undefined && { base: { ...baseOf(args), [column]: base } }) }
}

/** The arguments with these columns of `set` alone. */
export function withOnly(args: Args, columns: readonly string[]): Args {
  const pick = (values: Args) =>
    Object.fromEntries(Object.entries(values).filter(([column]) => columns.includes(column)))
  return {
    ...args,
    ...(args['set'] !== undefined && { set: pick(objectSchema.parse(args['set'])) }),
    ...(args['base'] !== undefined && { base: pick(baseOf(args)) }),
  }
}
