/** What a rep can do about a change that was refused or held. */
import { z } from 'zod'
import { ExpectedError } from '#shared/contract/errors.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { outcomeSchema } from '#shared/replication/protocol.ts'
import type { WriteContext } from './context.ts'
import { mutationHash } from './hash.ts'
import type { NewEntry, OutboxEntry } from './outbox.ts'

const conflictSchema = z.object({ fields: z.record(z.string(), z.object({ theirs: z.unknown() })) })
const argsSchema = z.record(z.string(), z.unknown())

/**
 * Queues a parked change again as a new one, at the end of the queue, and after it those that were parked because of it.
 * @returns its new number
 * @throws `not_found` when it is no longer parked, `conflict` when it cannot be sent again
 */
export function retryParked(context: WriteContext, seq: number): number {
  if (seq < 0)
    throw new ExpectedError('conflict', 'This lead is no longer yours to change. Copy the text or discard it.')
  const entry = parkedEntry(context, seq)
  if (outcomeOf(entry)?.code === 'parent_parked') {
    throw new ExpectedError('conflict', 'Decide first about the change that this one depends on.')
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
 * @returns its new number
 */
export function resend(context: WriteContext, seq: number): number {
  // A lead that is to be created after all stands for itself.
  const created = context.outbox.createdLead(seq)
  if (created) context.redirects.remove('leads', created)
  return sendAgain(context, familyOf(context, parkedEntry(context, seq)))[0]!
}

/** @returns their new numbers */
function sendAgain(context: WriteContext, entries: OutboxEntry[]): number[] {
  const { outbox, rebase, saveStates } = context
  const keys = entries.flatMap((entry) => rebase.rowsOf(entry.seq))
  let renewed: number[] = []
  rebase.around(keys, () => (renewed = entries.map((entry) => outbox.renew(entry.seq, asNew(context, entry)))))
  saveStates.changed([...keys, ...renewed.flatMap((seq) => rebase.rowsOf(seq))])
  return renewed
}

/**
 * Gives a parked change up, with those that were parked because of it; a negative number names an item of the vault.
 * @throws `not_found` when there is no such item
 */
export function discardParked(context: WriteContext, seq: number): void {
  const { outbox, rebase, saveStates, touched, vault } = context
  if (seq < 0) {
    if (!vault.discard(-seq)) throw new ExpectedError('not_found', 'This was already dealt with.')
    touched.outbox()
    return
  }
  const family = familyOf(context, parkedEntry(context, seq))
  const keys = family.flatMap((member) => rebase.rowsOf(member.seq))
  rebase.around(keys, () => {
    for (const member of family) outbox.remove(member.seq)
  })
  saveStates.changed(keys)
}

function parkedEntry({ outbox }: WriteContext, seq: number): OutboxEntry {
  const entry = outbox.get(seq)
  if (entry?.state !== 'parked') throw new ExpectedError('not_found', 'This was already dealt with.')
  return entry
}

/** An entry and all that hang on it, in client order. */
function familyOf(context: WriteContext, entry: OutboxEntry): OutboxEntry[] {
  const children = context.outbox.childrenOf(entry.seq).map((seq) => parkedEntry(context, seq))
  return [entry, ...children.flatMap((child) => familyOf(context, child))].sort((a, b) => a.seq - b.seq)
}

function outcomeOf({ outcome }: OutboxEntry) {
  return outcome === null ? null : outcomeSchema.parse(JSON.parse(outcome))
}

/**
 * The entry as it goes out again: over the server's present values, without the precondition that held it, and for the
 * rows that stand now.
 */
function asNew({ redirects }: WriteContext, entry: OutboxEntry): NewEntry {
  const outcome = outcomeOf(entry)
  const given = argsSchema.parse(JSON.parse(entry.args))
  const args = { ...(redirects.follow(entry.name, given) ?? given) }
  if (outcome?.result === 'held' && outcome.code !== 'parent_parked') delete args['seen_inbound_id']
  const conflict = conflictSchema.safeParse(outcome?.details)
  if (conflict.success && args['base']) args['base'] = overTheirs(argsSchema.parse(args['base']), conflict.data.fields)
  const { name, v, at } = entry
  return { id: uuidv7(at), name, v, args: JSON.stringify(args), hash: mutationHash(name, v, args), at }
}

function overTheirs(
  base: Record<string, unknown>,
  fields: Record<string, { theirs: unknown }>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(base).map(([column, value]) => [column, column in fields ? fields[column]!.theirs : value]),
  )
}
