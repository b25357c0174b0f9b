/** What a rep can do about a change that was refused or held. */
import { ExpectedError } from '#shared/contract/errors.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { ACCEPTABLE } from '#shared/domain/mutations/message.ts'
import type { Acceptable } from '#shared/domain/mutations/message.ts'
import { mayGoAgain } from '#shared/domain/refusals.ts'
import { outcomeSchema } from '#shared/replication/protocol.ts'
import type { Outcome } from '#shared/replication/protocol.ts'
import { isVisible } from '#shared/replication/snapshot.ts'
import { baseOf, parseArgs, recordsOf } from '../change-target.ts'
import type { Args } from '../change-target.ts'
import { parkedFields } from '../parked-fields.ts'
import type { ParkedField } from '../parked-fields.ts'
import { storedRows } from '../server-row.ts'
import type { WriteContext } from './context.ts'
import { fromQueue } from './discarded.ts'
import { mutationHash } from './hash.ts'
import { filesOf } from './outgoing-files.ts'
import type { NewEntry, OutboxEntry } from './outbox.ts'

/**
 * Queues a parked change again as a new one, at the end of the queue, and after it those that were parked because of it:
 * over the server's present values, without the precondition that held it.
 * @returns its new number
 * @throws `not_found` when it is no longer parked, `conflict` when it cannot be sent again
 */
export function retryParked(context: WriteContext, seq: number): number {
  const outcome = outcomeOf(againEntry(context, seq))
  if (mayGoAgain(outcome?.result ?? '', outcome?.code ?? null) === 'never') {
    throw new ExpectedError('conflict', 'This cannot be sent again. Copy the text, or discard it.')
  }
  return resend(context, seq)
}

/** Queues again what was parked because of a change, and not that change itself: what it was about is elsewhere now. */
export function resendChildren(context: WriteContext, seq: number): void {
  const [, ...children] = familyOf(context, parkedEntry(context, seq))
  sendAgain(context, children)
}

/**
 * Queues a change again, and after it those that were parked because of it.
 * @param args what it says now, where that is something else
 * @returns its new number
 */
export function resend(context: WriteContext, seq: number, args?: Args): number {
  // A lead that is to be created after all stands for itself.
  const created = context.outbox.createdLead(seq)
  if (created) context.redirects.remove('leads', created)
  return sendAgain(context, familyOf(context, parkedEntry(context, seq)), args)[0]!
}

/**
 * @param args what the first of them says now
 * @returns their new numbers
 */
function sendAgain(context: WriteContext, entries: OutboxEntry[], args?: Args): number[] {
  const { outbox, rebase, saveStates } = context
  const keys = entries.flatMap((entry) => rebase.rowsOf(entry.seq))
  const anew = entries.map((entry, index) => asNew(context, entry, (index === 0 && args) || overTheirs(context, entry)))
  let renewed: number[] = []
  rebase.around(keys, () => (renewed = entries.map((entry, index) => outbox.renew(entry.seq, anew[index]!))))
  saveStates.changed([...keys, ...renewed.flatMap((seq) => rebase.rowsOf(seq))])
  return renewed
}

/**
 * Gives a parked change up, with those that were parked because of it; a negative number names an item of the vault.
 * @returns the family under which it is kept for a while
 * @throws `not_found` when there is no such item
 */
export function discardParked(context: WriteContext, seq: number, at: number): number {
  return seq < 0 ? discardVaulted(context, -seq, at) : dropFamily(context, parkedEntry(context, seq), 'discarded', at)
}

function discardVaulted({ vault, touched, discarded }: WriteContext, id: number, at: number): number {
  const entry = vault.take(id)
  if (!entry) throw dealtWith()
  touched.outbox()
  const { name, args, outcome, lead_id, lead_label, owner_id, why } = entry
  const from = JSON.stringify({ lead_id, owner_id, why })
  const kept = { seq: -id, name, v: 1, args, at: entry.at, outcome, vault: from, lead_id, lead_label }
  return discarded.keep([{ ...kept, why: 'discarded' }], at)
}

/** Takes a parked change and its dependents out of the queue and keeps them as given up. */
export function dropFamily(context: WriteContext, entry: OutboxEntry, why: 'discarded' | 'theirs', at: number): number {
  const family = familyOf(context, entry)
  return takeOut(
    context,
    family.map((member) => ({ entry: member, why: member === entry ? why : 'discarded' })),
    at,
  )
}

/** Takes entries out of the queue, whatever their state, and keeps them as given up together. */
export function takeOut(
  { outbox, rebase, saveStates, discarded, outgoingFiles, db }: WriteContext,
  members: { entry: OutboxEntry; why: 'discarded' | 'theirs' }[],
  at: number,
): number {
  const keys = members.flatMap(({ entry }) => rebase.rowsOf(entry.seq))
  const family = discarded.keep(
    members.map(({ entry, why }) => fromQueue(entry, why, leadOf(db, parseArgs(entry.args)))),
    at,
  )
  rebase.around(keys, () => {
    for (const { entry } of members) outbox.remove(entry.seq)
  })
  for (const { entry } of members) {
    const sent = filesOf(entry)
    if (sent) outgoingFiles.giveBack(sent.messageId)
  }
  saveStates.changed(keys)
  return family
}

/**
 * A parked entry that may be sent again in some form.
 * @throws `not_found` when it is no longer parked, `conflict` when its lead is gone or it waits for another
 */
export function againEntry(context: WriteContext, seq: number): OutboxEntry {
  if (seq < 0)
    throw new ExpectedError('conflict', 'This lead is no longer yours to change. Copy the text or discard it.')
  const entry = parkedEntry(context, seq)
  if (outcomeOf(entry)?.code === 'parent_parked') {
    throw new ExpectedError('conflict', 'Decide first about the change that this one depends on.')
  }
  return entry
}

/** The fields of a parked change against what the server has now, as far as the cache knows. */
export function fieldsOf({ db, meta }: WriteContext, entry: OutboxEntry): ParkedField[] {
  const args = parseArgs(entry.args)
  const outcome = outcomeOf(entry)
  const [record] = recordsOf(args)
  const { snapshot } = meta.cursor
  const isSeen = outcome !== null && snapshot !== null && isVisible(outcome.xid, snapshot)
  return parkedFields(args, outcome, record ? storedRows(db).server(record.table, record.id) : null, isSeen)
}

/** The lead that a change is about; null when the cache does not have it. */
export function leadOf(db: WriteContext['db'], args: Args): string | null {
  const rows = storedRows(db)
  for (const { table, id } of recordsOf(args)) {
    const row = rows.shown(table, id) ?? rows.server(table, id)
    if (row) return String(table === 'leads' ? row['id'] : row['lead_id'])
  }
  return null
}

function parkedEntry({ outbox }: WriteContext, seq: number): OutboxEntry {
  const entry = outbox.get(seq)
  if (entry?.state !== 'parked') throw dealtWith()
  return entry
}

export const dealtWith = () => new ExpectedError('not_found', 'This was already dealt with.')

/** An entry and all that hang on it, in client order. */
function familyOf(context: WriteContext, entry: OutboxEntry): OutboxEntry[] {
  const children = context.outbox.childrenOf(entry.seq).map((seq) => parkedEntry(context, seq))
  return [entry, ...children.flatMap((child) => familyOf(context, child))].sort((a, b) => a.seq - b.seq)
}

export function outcomeOf({ outcome }: Pick<OutboxEntry, 'outcome'>): Outcome | null {
  return outcome === null ? null : outcomeSchema.parse(JSON.parse(outcome))
}

/** The entry as it goes out again: without the precondition that held it, and for the rows that stand now. */
function asNew({ redirects }: WriteContext, entry: OutboxEntry, given: Args): NewEntry {
  const outcome = outcomeOf(entry)
  const args = { ...(redirects.follow(entry.name, given) ?? given) }
  if (outcome?.result === 'held' && outcome.code !== 'parent_parked') delete args['seen_inbound_id']
  const { name, v, at } = entry
  if (name === 'message.send' && isAcceptable(outcome?.code)) args['accept'] = acceptedWith(args, outcome.code)
  return { id: uuidv7(at), name, v, args: JSON.stringify(args), hash: mutationHash(name, v, args), at }
}

const isAcceptable = (code: string | null | undefined): code is Acceptable => ACCEPTABLE.some((one) => one === code)

/** What the rep has decided to send a message over, with one thing more. */
function acceptedWith({ accept }: Args, code: Acceptable): Acceptable[] {
  const before = Array.isArray(accept) ? accept.filter(isAcceptable) : []
  return [...new Set([...before, code])]
}

/** The arguments, of a conflict with what stands on the server now as their base. */
function overTheirs(context: WriteContext, entry: OutboxEntry): Args {
  const args = parseArgs(entry.args)
  if (outcomeOf(entry)?.result !== 'conflict' || args['base'] === undefined) return args
  const known = fieldsOf(context, entry).filter(({ theirs }) => theirs !== undefined)
  const theirs = Object.fromEntries(known.map((field) => [field.column, field.theirs]))
  return { ...args, base: { ...baseOf(args), ...theirs } }
}
