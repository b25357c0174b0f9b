/** Bringing back what was given up. */
import { ExpectedError } from '#shared/contract/errors.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { MUTATIONS, isMutationName } from '#shared/domain/mutations.ts'
import { columnsSetBy, parseArgs, recordsOf, valueSetBy, withValue } from '../change-target.ts'
import type { Args } from '../change-target.ts'
import { storedRows } from '../server-row.ts'
import type { WriteContext } from './context.ts'
import { fromVaultSchema } from './discarded.ts'
import type { DiscardedEntry } from './discarded.ts'
import { mutationHash } from './hash.ts'
import { filesOf } from './outgoing-files.ts'
import { outcomeOf } from './parked.ts'
import { statusChange, statusSetBy } from './status-change.ts'

/**
 * Restores a family of what was given up: a refused change waits for a decision again, an unsent one is queued again, a
 * value that was overwritten is set again by a new change over what stands now (which is kept in turn).
 * @param at when the rep asked for it
 * @throws `not_found` when it is no longer kept, `conflict` when its record is gone
 */
export function restoreDiscarded(context: WriteContext, family: number, at: number): void {
  const entries = context.discarded.family(family)
  if (entries.length === 0) throw new ExpectedError('not_found', 'This is no longer kept, or was restored already.')
  const renewed = new Map<number, number>()
  context.discarded.remove(family)
  for (const entry of entries) {
    if (entry.vault !== null) restoreToVault(context, entry)
    else if (entry.why === 'overwritten') setAgain(context, entry, at)
    else renewed.set(entry.seq, requeue(context, entry, renewed))
  }
  context.touched.outbox()
}

function restoreToVault(
  { vault }: WriteContext,
  { name, args, at, outcome, vault: from, lead_label }: DiscardedEntry,
): void {
  vault.keep({ name, args, at, outcome, ...fromVaultSchema.parse(JSON.parse(from!)) }, lead_label)
}

/** Back into the queue at its end: waiting, or parked as it was. */
function requeue(context: WriteContext, entry: DiscardedEntry, renewed: ReadonlyMap<number, number>): number {
  const { outbox, rebase, saveStates } = context
  const { name, v, args, at } = entry
  const sent = filesOf(entry)
  if (sent) context.outgoingFiles.claim(sent.messageId, sent.files)
  const seq = outbox.append({ id: uuidv7(at), name, v, args, hash: mutationHash(name, v, parseArgs(args)), at })
  rebase.apply({ seq, name, args, at })
  const keys = rebase.rowsOf(seq)
  const outcome = outcomeOf(entry)
  if (outcome) {
    const isShown = outcome.code === 'parent_parked' || (isMutationName(name) && MUTATIONS[name].whenParked === 'keep')
    const parent = (outcome.details as { parent?: number } | null)?.parent
    const details = parent === undefined ? outcome.details : { parent: renewed.get(parent) ?? parent }
    rebase.around(keys, () => outbox.park(seq, { ...outcome, seq, details }, isShown))
  }
  saveStates.changed(keys)
  return seq
}

function setAgain(context: WriteContext, entry: DiscardedEntry, at: number): void {
  const { db, outbox, rebase, discarded } = context
  const args = parseArgs(entry.args)
  const [record] = recordsOf(args)
  const row = record ? storedRows(db).shown(record.table, record.id) : null
  if (!row) throw new ExpectedError('conflict', 'The record is gone: the value can no longer be set. Copy the text.')
  const { over, replaced } = statusAgain(entry, args, row) ?? valuesAgain(entry, args, row)
  if (replaced) discarded.keep([{ ...entry, ...replaced, args: JSON.stringify(replaced.args) }], at)
  const { name, v } = over
  const queued = { name, args: JSON.stringify(over.args), at }
  const seq = outbox.append({ ...queued, id: uuidv7(at), v, hash: mutationHash(name, v, over.args) })
  rebase.apply({ seq, ...queued })
}

interface Again {
  /** The change over what stands now. */
  over: Change
  /** The one that would set what stands now again; null when none can. */
  replaced: Change | null
}
type Change = Pick<DiscardedEntry, 'name' | 'v'> & { args: Args }

function valuesAgain({ name, v }: DiscardedEntry, args: Args, row: Args): Again {
  const columns = columnsSetBy(args)
  const over = columns.reduce((now, column) => withValue(now, column, valueSetBy(args, column), row[column]), args)
  const replaced = columns.reduce((now, column) => withValue(now, column, row[column], valueSetBy(args, column)), args)
  return { over: { name, v, args: over }, replaced: { name, v, args: replaced } }
}

function statusAgain({ name }: DiscardedEntry, args: Args, row: Args): Again | null {
  const wanted = statusSetBy(name, args)
  const now = { status: row['status'], snoozed_until: row['snoozed_until'] ?? null }
  const over = wanted && statusChange(row['id'], wanted, now)
  return over && { over, replaced: statusChange(row['id'], now, wanted) }
}
