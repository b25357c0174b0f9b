/** Taking back a change that has never left this device. */
import { isDeepStrictEqual } from 'node:util'
import { ExpectedError } from '#shared/contract/errors.ts'
import { baseOf, columnsSetBy, parseArgs, valueSetBy } from '../change-target.ts'
import type { WriteContext } from './context.ts'
import { mutationHash } from './hash.ts'
import type { OutboxEntry } from './outbox.ts'
import { dealtWith, takeOut } from './parked.ts'

/**
 * Takes a waiting change out of the queue, with the later ones that use what it creates. Later edits of a field that it
 * set get its base as theirs, so that the server does not take the gap for somebody else's change.
 * @returns the family under which it is kept for a while
 * @throws `not_found` when it is not in the queue any more, `conflict` once it may have reached the server
 */
export function discardUnsent(context: WriteContext, seq: number, at: number): number {
  const { outbox } = context
  const entry = outbox.get(seq)
  if (!entry || entry.state === 'parked') throw dealtWith()
  if (entry.state !== 'pending' || entry.sent) {
    throw new ExpectedError('conflict', 'This may already be saved to the team, so it can no longer be taken back.')
  }
  const users = outbox.unsentUsersOf(seq).flatMap((user) => outbox.get(user) ?? [])
  for (const later of outbox.unsentOn(seq)) rebaseOver(context, outbox.get(later), entry)
  return takeOut(
    context,
    [entry, ...users].map((member) => ({ entry: member, why: 'discarded' })),
    at,
  )
}

function rebaseOver({ outbox }: WriteContext, later: OutboxEntry | undefined, gone: OutboxEntry): void {
  if (!later) return
  const before = parseArgs(gone.args)
  const args = parseArgs(later.args)
  const base = baseOf(args)
  const chained = columnsSetBy(args).filter(
    (column) => column in baseOf(before) && isDeepStrictEqual(base[column], valueSetBy(before, column)),
  )
  if (chained.length === 0) return
  const restored = Object.fromEntries(chained.map((column) => [column, baseOf(before)[column]]))
  const next = { ...args, base: { ...base, ...restored } }
  outbox.rewrite(later.seq, JSON.stringify(next), mutationHash(later.name, later.v, next))
}
