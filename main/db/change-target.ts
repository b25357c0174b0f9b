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
  ['message_id', 'messages'],
  ['enrollment_id', 'campaign_enrollments'],
  ['survivor_id', 'leads'],
  ['merge_id', 'lead_merges'],
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

const objectSchema = z.record(z.string(), z.unknown())
const looseSchema = objectSchema.catch({})

/** The arguments that hold values by column: of a change, and of a new lead. */
const VALUES = ['set', 'fields'] as const

/** Arguments that set a column of another name. */
const ARGUMENT_OF: Record<string, string> = { pipeline_stage_id: 'stage_id', snoozed_until: 'until' }

const valuesIn = (args: Args) => VALUES.find((name) => objectSchema.safeParse(args[name]).success)

const argumentFor = (args: Args, column: string): string => (column in args ? column : (ARGUMENT_OF[column] ?? column))

/** The columns that a change sets: those whose values it holds together, else those of its `base`, named one by one. */
export function columnsSetBy(args: Args): string[] {
  return Object.keys(looseSchema.parse(args[valuesIn(args) ?? 'base']))
}

/** What the rep saw before, by column. */
export const baseOf = (args: Args): Args => looseSchema.parse(args['base'])

/** What a change sets a column to; undefined when its arguments do not say (to close is to set a status). */
export function valueSetBy(args: Args, column: string): unknown {
  const name = valuesIn(args)
  return name ? looseSchema.parse(args[name])[column] : args[argumentFor(args, column)]
}

/**
 * The text that a change gives a message or note; null for a change of anything else, and for a template, whose words are
 * not the rep's own.
 */
export function textSetBy(name: string, args: Args): string | null {
  if (!TEXT_CHANGES.has(name) || args['template_id'] !== undefined) return null
  const body = valueSetBy(args, 'body')
  return typeof body === 'string' ? body : null
}

const TEXT_CHANGES: ReadonlySet<string> = new Set([
  'message.send',
  'message.edit_scheduled',
  'note.create',
  'note.edit',
])

/** The arguments with a column set to a value (undefined: as they say), and `base` to what stood there. */
export function withValue(args: Args, column: string, value: unknown, base?: unknown): Args {
  const name = valuesIn(args)
  const place = name
    ? { [name]: { ...looseSchema.parse(args[name]), [column]: value } }
    : { [argumentFor(args, column)]: value }
  const set = value === undefined ? {} : place
  return { ...args, ...set, ...(args['base'] !== undefined && { base: { ...baseOf(args), [column]: base } }) }
}

/** The arguments with these columns of `set` alone. A new record stays whole: a part of it cannot be made. */
export function withOnly(args: Args, columns: readonly string[]): Args {
  const pick = (values: Args) =>
    Object.fromEntries(Object.entries(values).filter(([column]) => columns.includes(column)))
  return {
    ...args,
    ...(args['set'] !== undefined && { set: pick(looseSchema.parse(args['set'])) }),
    ...(args['base'] !== undefined && { base: pick(baseOf(args)) }),
  }
}
