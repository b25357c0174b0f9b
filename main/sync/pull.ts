import type { Cursor, PullAnswer } from '#shared/replication/protocol.ts'
import type { Remote } from './remote.ts'

/** What a round needs of the cache. */
export interface PullStore {
  cursor(): Promise<Cursor>
  stagePage(answer: PullAnswer): Promise<unknown>
  applyRound(cursor: Cursor, options: { at: number }): Promise<unknown>
  discardRound(): Promise<void>
  /** The next round is a scan of everything visible; what it does not see is purged when it is applied. */
  resetScope(reason: NonNullable<PullAnswer['reset']>): Promise<void>
}

export interface PullOptions {
  store: PullStore
  remote: Remote
  now: () => number
  /** Rows per page. */
  rowsPerPage: number
  /** Called while a round has more than one page. `expected` is the server's estimate for a first sync. */
  onProgress: (received: number, expected: number | null) => void
  /** Checked between pages; a round given up is discarded whole. */
  signal: AbortSignal
}

/** Leads whose subtrees one backfill call may ask for. */
const BACKFILL_LEADS = 100

/**
 * One round: pages since the cursor are staged, then closed with a delta since the first page's snapshot, until one call
 * answers completely; only then is everything applied and the cursor moved to that last snapshot (sync.md, "Pages").
 * @throws RemoteError, or the store's ExpectedError; the cache is then as before
 */
export async function pullRound(options: PullOptions): Promise<void> {
  const { store, remote } = options
  const progress = createProgress(options.onProgress)
  try {
    let base = await store.cursor()
    for (;;) {
      const opening = await remote.pull({ ...base, position: null }, { rows: options.rowsPerPage })
      options.signal.throwIfAborted()
      if (opening.reset) {
        await store.discardRound()
        await store.resetScope(opening.reset)
        base = { ...cursorAt(opening), snapshot: null }
        continue
      }
      const granted = await stagePages(options, base, opening, progress)
      await stageBackfill(options, granted, progress)
      if (opening.complete && granted.length === 0) {
        await store.applyRound(cursorAt(opening), { at: options.now() })
        return
      }
      base = cursorAt(opening)
    }
  } catch (error) {
    await store.discardRound()
    throw error
  }
}

const cursorAt = ({ snapshot, generation, scope_version }: PullAnswer): Cursor => ({
  snapshot,
  generation,
  scope_version,
})

/** Stages the opening page and those that follow it, fetching the next while one is being staged. */
async function stagePages(
  { store, remote, rowsPerPage, signal }: PullOptions,
  base: Cursor,
  opening: PullAnswer,
  progress: Progress,
): Promise<string[]> {
  const granted = new Set<string>()
  let page = opening
  for (;;) {
    const next = page.complete ? null : remote.pull({ ...base, position: page.position }, { rows: rowsPerPage })
    next?.catch(() => {}) // awaited below; a failure while staging must not be reported as unhandled
    for (const leadId of page.granted) granted.add(leadId)
    await store.stagePage(page)
    progress.add(page, !opening.complete)
    if (!next) return [...granted]
    page = await next
    signal.throwIfAborted()
  }
}

async function stageBackfill(
  { store, remote, rowsPerPage, signal }: PullOptions,
  leadIds: string[],
  progress: Progress,
): Promise<void> {
  for (let start = 0; start < leadIds.length; start += BACKFILL_LEADS) {
    const chunk = leadIds.slice(start, start + BACKFILL_LEADS)
    let position: string | null = null
    do {
      const page: PullAnswer = await remote.backfill(chunk, position, { rows: rowsPerPage })
      signal.throwIfAborted()
      await store.stagePage(page)
      progress.add(page, true)
      position = page.complete ? null : page.position
    } while (position !== null)
  }
}

interface Progress {
  add(page: PullAnswer, visible: boolean): void
}

function createProgress(report: PullOptions['onProgress']): Progress {
  let received = 0
  let expected: number | null = null
  return {
    add(page, visible) {
      received += page.tables.reduce((sum, table) => sum + table.rows.length, 0)
      expected ??= page.expected_rows
      if (visible) report(received, expected)
    },
  }
}
