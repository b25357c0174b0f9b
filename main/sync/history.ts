import { ExpectedError } from '#shared/contract/errors.ts'
import type { HistoryStart, PullAnswer } from '#shared/replication/protocol.ts'
import { failureOf } from './engine.ts'
import { RemoteError, type Remote } from './remote.ts'

/** What fetching needs of the cache. */
export interface HistoryStore {
  /** Where the cache's messages of a conversation end; null when there is nothing older, or nothing at all. */
  historyStart(conversationId: string): Promise<HistoryStart | null>
  /** False when the cache has moved on since the start: ask again. */
  keepHistory(conversationId: string, start: HistoryStart, answer: PullAnswer): Promise<boolean>
}

const PAGE = 200
/** Rounds that may cross a fetch before it is given up for the moment. */
const ATTEMPTS = 4

/** Fetches the next page of older messages into the cache; asked twice at once, it is fetched once. */
export type LoadOlder = (conversationId: string) => Promise<{ loaded: number; complete: boolean }>

/** @throws ExpectedError of the call: `offline`, `rate_limited`, … */
export function createLoadOlder(store: HistoryStore, remote: Pick<Remote, 'history'>): LoadOlder {
  const underWay = new Map<string, ReturnType<LoadOlder>>()

  async function load(conversationId: string): ReturnType<LoadOlder> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const start = await store.historyStart(conversationId)
      if (!start) return { loaded: 0, complete: true }
      const answer = await remote.history(conversationId, start.before, PAGE).catch((error: unknown) => {
        throw explained(error)
      })
      if (await store.keepHistory(conversationId, start, answer)) {
        const loaded = answer.tables.reduce((sum, { rows }) => sum + rows.length, 0)
        return { loaded, complete: answer.complete }
      }
    }
    throw new ExpectedError('conflict', 'Much is arriving at the moment. Try again shortly.')
  }

  return (conversationId) => {
    const known = underWay.get(conversationId)
    if (known) return known
    const loading = load(conversationId).finally(() => underWay.delete(conversationId))
    underWay.set(conversationId, loading)
    return loading
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof RemoteError)) return error
  const { code, message } = failureOf(error)
  return new ExpectedError(code, code === 'offline' ? 'Older messages need a connection.' : message, { cause: error })
}
