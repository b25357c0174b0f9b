/** Taking back, or wording anew, a change that has never left this device. */
import { isDeepStrictEqual } from 'node:util'
import { ExpectedError } from '#shared/contract/errors.ts'
import { baseOf, parseArgs, textSetBy, valueSetBy, withValue } from '../change-target.ts'
import type { Args } from '../change-target.ts'
import type { WriteContext } from './context.ts'
import { mutationHash } from './hash.ts'
import type { OutboxEntry } from './outbox.ts'
import { dealtWith, takeOut } from './parked.ts'
import { checked } from './settle-parked.ts'

/**
 * Takes a waiting change out of the queue, with the later ones that use what it creates. Later edits of a field that it
 * set get its base as theirs, so that the server does not take the gap for somebody else's change.
 * @returns the family under which it is kept for a while
 * @throws `not_found` when it is not in the queue any more, `conflict` once it may have reached the server
 */
export function discardUnsent(context: WriteContext, seq: number, at: number): number {
  const { outbox } = context
  const entry = unsentEntry(context, seq)
  const users = outbox.unsentUsersOf(seq).flatMap((user) => outbox.get(user) ?? [])
  const args = parseArgs(entry.args)
  rebaseLater(context, seq, (column) => ({ before: valueSetBy(args, column), after: baseOf(args)[column] }))
  return takeOut(
    context,
    [entry, ...users].map((member) => ({ entry: member, why: 'discarded' })),
    at,
  )
}

/**
 * Gives a waiting message or note another text, where it stands in the queue.
 * @throws `not_found` when it is not in the queue any more, `conflict` once it may have reached the server,
 *   `invalid_input` for a change without a text, or for a text that it cannot have
 */
export function editUnsent(context: WriteContext, seq: number, text: string): void {
  const { rebase, saveStates, touched } = context
  const entry = unsentEntry(context, seq)
  const args = parseArgs(entry.args)
  const before = textSetBy(entry.name, args)
  if (before === null) throw new ExpectedError('invalid_input', 'This change has no text to edit.')
  if (text.trim() === '') throw new ExpectedError('invalid_input', 'It needs text. To take it back, discard it.')
  const next = checked(context, entry, withValue(args, 'body', text, baseOf(args)['body']))
  touched.outbox()
  rebaseLater(context, seq, (column) => (column === 'body' ? { before, after: text } : null))
  const keys = rebase.rowsOf(seq)
  rebase.around(keys, () => rewrite(context, entry, next))
  saveStates.changed(keys)
}

/** @throws `not_found`, `conflict` */
function unsentEntry({ outbox }: WriteContext, seq: number): OutboxEntry {
  const entry = outbox.get(seq)
  if (!entry || entry.state === 'parked') throw dealtWith()
  if (entry.state === 'pending' && !entry.sent) return entry
  throw new ExpectedError('conflict', 'This may already be saved to the team, so it can no longer be changed here.')
}

/** Later edits that took what this change leaves for what stood there get what will stand there instead. */
function rebaseLater(
  context: WriteContext,
  seq: number,
  swapOf: (column: string) => { before: unknown; after: unknown } | null,
): void {
  for (const later of context.outbox.unsentOn(seq).flatMap((other) => context.outbox.get(other) ?? [])) {
    const args = parseArgs(later.args)
    const base = baseOf(args)
    const swapped = Object.keys(base).flatMap((column) => {
      const swap = swapOf(column)
      return swap && swap.after !== undefined && isDeepStrictEqual(base[column], swap.before)
        ? [[column, swap.after] as const]
        : []
    })
    if (swapped.length > 0) rewrite(context, later, { ...args, base: { ...base, ...Object.fromEntries(swapped) } })
  }
}

function rewrite({ outbox }: WriteContext, { seq, name, v }: OutboxEntry, args: Args): void {
  outbox.rewrite(seq, JSON.stringify(args), mutationHash(name, v, args))
}
