/** The queue's side of a push: what goes out, and what the server says of it. */
import { randomUUID } from 'node:crypto'
import { MUTATIONS, isMutationName } from '#shared/domain/mutations.ts'
import type { Outcome, PushMutation } from '#shared/replication/protocol.ts'
import { isVisible } from '#shared/replication/snapshot.ts'
import type { WriteContext } from './context.ts'
import { filesOf } from './outgoing-files.ts'
import type { OutboxEntry } from './outbox.ts'
import { resend, resendChildren } from './parked.ts'
import type { RowKey } from './recorder.ts'
import { followMoves, movesOf } from './redirects.ts'

/**
 * Changes that carry nothing of the rep's own. Refused, they leave the queue without a word: there is nothing to decide
 * about having read a conversation that is gone.
 */
const SILENT: ReadonlySet<string> = new Set(['conversation.read'])

export const isSilent = (name: string): boolean => SILENT.has(name)

/**
 * Takes the oldest pending changes, in client order, and marks them as on their way. Those of a message whose files are not
 * stored yet stay.
 */
export function leaseBatch(context: WriteContext, limit: number): PushMutation[] {
  parkOrphans(context)
  const { outbox, saveStates, rebase } = context
  return outbox.sendable(limit).map(({ seq, id, name, v, args, hash }) => {
    outbox.lease(seq)
    saveStates.changed(rebase.rowsOf(seq))
    return { seq, id, name, v, args: JSON.parse(args) as unknown, hash }
  })
}

/**
 * Puts every leased change back: its push got no answer, the server's ledger will tell.
 * @param isUnsent whether the server surely heard nothing of it, so that the rep may still take it back
 */
export function release({ outbox, saveStates, rebase }: WriteContext, isUnsent = false): void {
  if (isUnsent) outbox.unlease()
  for (const seq of outbox.moveAll('leased', 'pending')) saveStates.changed(rebase.rowsOf(seq))
}

/** Mints the name of this cache in the server's ledger anew; what was on its way goes out again under it. */
export function renewClientId(context: WriteContext): string {
  const clientId = randomUUID()
  context.meta.set('client_id', clientId)
  release(context)
  return clientId
}

/**
 * Takes the server's outcomes. Applied changes stay shown until a pull has seen them; of the others, what the rep wrote
 * stays shown (`whenParked: keep`) or gives way to what the server has.
 */
export function settle(context: WriteContext, outcomes: readonly Outcome[]): void {
  const { mergeLog, outbox, rebase, redirects, saveStates } = context
  const open = outcomes.flatMap((outcome) => {
    const entry = outbox.get(outcome.seq)
    return entry && (entry.state === 'leased' || entry.state === 'pending') ? [{ outcome, entry }] : []
  })
  const keys = open.flatMap(({ entry }) => rebase.rowsOf(entry.seq))
  const moves = open.map(({ entry, outcome }) => movesOf(outcome, outbox.createdLead(entry.seq)))
  for (const told of moves) redirects.add(told)
  const refused = open.filter(({ outcome }) => outcome.result !== 'applied')
  for (const { outcome, entry } of open) {
    if (outcome.result !== 'applied') continue
    outbox.settle(entry.seq, outcome.xid)
    mergeLog.ofOutcome(entry, outcome)
  }
  rebase.around(
    refused.flatMap(({ entry }) => rebase.boundRowsOf(entry.seq)),
    () => {
      for (const { outcome, entry } of refused) refuse(context, entry, outcome)
    },
  )
  parkOrphans(context)
  for (const { entry, outcome } of refused) sendElsewhere(context, entry, outcome)
  for (const told of moves) followMoves(context, told)
  removeSeen(context)
  saveStates.changed(keys)
}

/**
 * What the server did not take because its row has gone elsewhere goes there, under new numbers, with all that was parked
 * because of it. Of a lead that had been there before, the creation stays for the rep to see.
 */
function sendElsewhere(context: WriteContext, { seq, name, args }: OutboxEntry, { code }: Outcome): void {
  const { outbox, redirects } = context
  if (outbox.get(seq)?.state !== 'parked') return
  if (code === 'duplicate_of' && outbox.createdLead(seq)) resendChildren(context, seq)
  const isElsewhere = code === 'not_found' && redirects.follow(name, JSON.parse(args) as object) !== null
  if (isElsewhere) resend(context, seq)
}

function refuse({ outbox }: WriteContext, { seq, name }: OutboxEntry, outcome: Outcome): void {
  if (isSilent(name)) outbox.remove(seq)
  else outbox.park(seq, outcome, isMutationName(name) && MUTATIONS[name].whenParked === 'keep')
}

/**
 * Parks what depends on a parked change, and stays shown with it; again until nothing more depends on what was parked.
 */
function parkOrphans({ outbox, rebase, saveStates }: WriteContext): void {
  for (let orphans = outbox.orphans(); orphans.length > 0; orphans = outbox.orphans()) {
    const keys = orphans.flatMap(({ seq }) => rebase.rowsOf(seq))
    rebase.around(keys, () => {
      for (const { seq, parent } of orphans) {
        const outcome = {
          seq,
          result: 'held',
          xid: '0',
          code: 'parent_parked',
          message: null,
          details: { parent },
        } as const
        outbox.park(seq, outcome, true)
      }
    })
    saveStates.changed(keys)
  }
}

/** Removes the applied changes that the cursor's snapshot has seen: the server's rows now say what they said. */
export function removeSeen({ outbox, rebase, saveStates, meta, outgoingFiles }: WriteContext): void {
  const { snapshot } = meta.cursor
  if (snapshot === null) return
  const seen = outbox.inState('settled').filter(({ xid }) => xid !== null && isVisible(xid, snapshot))
  if (seen.length === 0) return
  const keys: RowKey[] = seen.flatMap(({ seq }) => rebase.rowsOf(seq))
  rebase.around(
    seen.flatMap(({ seq }) => rebase.boundRowsOf(seq)),
    () => {
      for (const { seq } of seen) outbox.remove(seq)
    },
  )
  for (const sent of seen.map(filesOf)) if (sent) outgoingFiles.forget(sent.messageId)
  saveStates.changed(keys)
}
