/** Settling a refused or held change field by field: mine, theirs, or something new. */
import { isDeepStrictEqual } from 'node:util'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { FieldChoice } from '#shared/contract/ipc.ts'
import { MUTATIONS, isMutationName } from '#shared/domain/mutations.ts'
import { mayGoAgain } from '#shared/domain/refusals.ts'
import { columnsSetBy, parseArgs, valueSetBy, withOnly, withValue } from '../change-target.ts'
import type { Args } from '../change-target.ts'
import type { ParkedField } from '../parked-fields.ts'
import { storedRows } from '../server-row.ts'
import type { WriteContext } from './context.ts'
import { fromQueue } from './discarded.ts'
import type { OutboxEntry } from './outbox.ts'
import { againEntry, dropFamily, fieldsOf, leadOf, outcomeOf, resend } from './parked.ts'
import { namingColleagues } from './mentions.ts'
import { statusChange, statusSetBy } from './status-change.ts'

type Choices = Record<string, FieldChoice>

interface Chosen {
  field: ParkedField
  choice: FieldChoice
}

/**
 * Settles a parked change by a choice per field. What is left of it goes out as a new change whose base is what the rep
 * saw on the server; values that give way, the rep's or the server's, are kept as given up.
 * @returns the family of what was given up, null when nothing was
 * @throws `not_found` when it is no longer parked; `conflict` when the server's value is not the one the rep decided
 *   over, or the change cannot be sent again; `invalid_input` for a value that the field cannot have
 */
export function settleParked(context: WriteContext, seq: number, choices: Choices, at: number): number | null {
  const entry = againEntry(context, seq)
  const args = parseArgs(entry.args)
  const chosen = chosenFields(fieldsOf(context, entry), choices)
  const dropped = chosen.filter(({ choice }) => choice.take === 'theirs').map(({ field }) => field.column)
  // A move, or a snooze, is one thing: nothing of it is left without one of its columns.
  const isLeft = args['set'] !== undefined && columnsSetBy(args).some((column) => !dropped.includes(column))
  if (dropped.length > 0 && !isLeft) return dropFamily(context, entry, 'theirs', at)

  const outcome = outcomeOf(entry)
  const isEdited = chosen.some(({ choice }) => choice.take !== 'mine')
  const again = mayGoAgain(outcome?.result ?? '', outcome?.code ?? null)
  if (again === 'never' || (again === 'edited' && !isEdited)) {
    throw new ExpectedError('conflict', 'The server would not accept this again. Edit it or discard it.')
  }
  const wanted = checked(context, entry, argumentsOf(withoutColumns(args, dropped), chosen))
  const given = givenUp(context, entry, args, chosen)
  resend(context, seq, wanted)
  return given.length > 0 ? context.discarded.keep(given, at) : null
}

function chosenFields(fields: readonly ParkedField[], choices: Choices): Chosen[] {
  return Object.entries(choices).map(([column, choice]) => {
    const field = fields.find((candidate) => candidate.column === column)
    if (!field) throw new ExpectedError('invalid_input', 'This change has no such field.')
    if (!isDeepStrictEqual(choice.theirs ?? null, field.theirs ?? null)) {
      throw new ExpectedError('conflict', 'It has changed on the server again. Look at what stands there now.')
    }
    return { field, choice }
  })
}

const withoutColumns = (args: Args, columns: string[]): Args =>
  columns.length === 0
    ? args
    : withOnly(
        args,
        columnsSetBy(args).filter((column) => !columns.includes(column)),
      )

/** The arguments as they go out: each kept field over what the rep saw on the server. */
function argumentsOf(args: Args, chosen: readonly Chosen[]): Args {
  return chosen.reduce((wanted, { field, choice }) => {
    if (choice.take === 'theirs') return wanted
    const value = choice.take === 'value' ? choice.value : valueSetBy(args, field.column)
    return withValue(wanted, field.column, value, field.theirs)
  }, args)
}

/** @throws `invalid_input` for arguments that the change cannot have */
export function checked({ db }: WriteContext, { name }: Pick<OutboxEntry, 'name'>, args: Args): Args {
  if (!isMutationName(name)) return args
  const parsed = MUTATIONS[name].args.safeParse(namingColleagues(db, name, args))
  if (parsed.success) return parsed.data
  throw new ExpectedError('invalid_input', parsed.error.issues[0]?.message ?? 'This value is not valid.')
}

/** The rep's values that give way, as the change they were, and the server's, as the change that would set them again. */
function givenUp(context: WriteContext, entry: OutboxEntry, args: Args, chosen: readonly Chosen[]) {
  const lead = leadOf(context.db, args)
  const kept = (why: 'theirs' | 'edited' | 'overwritten', changed: Args) => ({
    ...fromQueue(entry, why, lead),
    args: JSON.stringify(changed),
    ...(why === 'overwritten' && { outcome: null }),
  })
  const columnsWhere = (take: FieldChoice['take']) =>
    chosen.filter(({ choice }) => choice.take === take).map(({ field }) => field.column)
  const overwritten = chosen.filter(
    ({ field, choice }) =>
      choice.take !== 'theirs' && field.theirs !== undefined && valueSetBy(args, field.column) !== undefined,
  )
  const theirs = overwritten.reduce(
    (swapped, { field }) => withValue(swapped, field.column, field.theirs, field.mine),
    withOnly(
      args,
      overwritten.map(({ field }) => field.column),
    ),
  )
  return [
    ...(['theirs', 'value'] as const).flatMap((take) => {
      const columns = columnsWhere(take)
      return columns.length > 0 ? [kept(take === 'theirs' ? 'theirs' : 'edited', withOnly(args, columns))] : []
    }),
    ...(overwritten.length > 0 ? [kept('overwritten', theirs)] : []),
    ...overwrittenStatus(context, entry, args, chosen).map((change) => ({ ...kept('overwritten', {}), ...change })),
  ]
}

/** Their status of a conversation that gives way to mine, as the change that would set it again. */
function overwrittenStatus({ db }: WriteContext, { name }: OutboxEntry, args: Args, chosen: readonly Chosen[]) {
  const mine = statusSetBy(name, args)
  const given = chosen.find(({ field, choice }) => field.column === 'status' && choice.take === 'mine')
  if (!mine || given?.field.theirs === undefined) return []
  const id = String(args['conversation_id'])
  const until = chosen.find(({ field }) => field.column === 'snoozed_until')?.field.theirs
  const snoozed_until = until ?? storedRows(db).server('conversations', id)?.['snoozed_until'] ?? null
  const change = statusChange(id, { status: given.field.theirs, snoozed_until }, mine)
  return change ? [{ ...change, args: JSON.stringify(change.args) }] : []
}
