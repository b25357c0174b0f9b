import { PUSH_BATCH } from '#shared/replication/protocol.ts'
import type { Cursor, Outcome, PushMutation } from '#shared/replication/protocol.ts'
import { RemoteError } from './remote.ts'
import type { Remote } from './remote.ts'

/** What a push needs of the cache. */
export interface PushStore {
  readonly clientId: string
  cursor(): Promise<Cursor>
  /** Takes a new client id and numbers the queue anew: the ledger knows the old one from another copy of this cache. */
  renewClientId(): Promise<unknown>
  /** The oldest pending mutations, in client order, now marked as on their way. */
  leaseBatch(limit: number): Promise<PushMutation[]>
  /**
   * Puts leased mutations back: nothing is known of their fate, the server's ledger will tell.
   * @param isUnsent the backend surely heard nothing of them
   */
  release(isUnsent: boolean): Promise<void>
  settle(outcomes: Outcome[]): Promise<void>
}

export interface Pusher {
  /** Sends one batch. False when nothing was waiting. */
  pushBatch(): Promise<boolean>
}

/** Sends the outbox in batches, halved when the server runs out of time and grown again when it does not. */
export function createPusher(store: PushStore, remote: Remote): Pusher {
  let limit = PUSH_BATCH
  return {
    async pushBatch() {
      const batch = await store.leaseBatch(limit)
      if (batch.length === 0) return false
      try {
        const { generation } = await store.cursor()
        const outcomes = await remote.push(store.clientId, generation, batch)
        assertAnswered(batch, outcomes)
        await store.settle(outcomes)
        limit = Math.min(PUSH_BATCH, limit * 2)
        return true
      } catch (error) {
        if (error instanceof RemoteError && error.code === 'timeout') limit = Math.max(1, Math.floor(limit / 2))
        await store.release(error instanceof RemoteError && error.isUnsent)
        if (!(error instanceof RemoteError && error.code === 'cloned')) throw error
        await store.renewClientId()
        return true
      }
    },
  }
}

/** An answer that leaves a mutation out would leave it leased for ever. */
function assertAnswered(batch: PushMutation[], outcomes: Outcome[]): void {
  const answered = new Set(outcomes.map((outcome) => outcome.seq))
  const missing = batch.find((mutation) => !answered.has(mutation.seq))
  if (missing) throw new RemoteError('incompatible', `The backend did not answer change ${missing.seq}.`)
}
