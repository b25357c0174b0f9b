import type { Cursor, PullAnswer } from '#shared/replication/protocol.ts'
import type { PageBudget } from './page-budget.ts'
import { RemoteError, type Remote } from './remote.ts'

/** What a round needs of the cache. */
export interface PullStore {
  cursor(): Promise<Cursor>
  /** Answers how large the page was, as JSON. */
  stagePage(answer: PullAnswer): Promise<{ bytes: number }>
  applyRound(cursor: Cursor, options: { at: number }): Promise<unknown>
  discardRound(): Promise<void>
  /** The next round is a scan of everything visible; what it does not see is purged when it is applied. */
  resetScope(reason: NonNullable<PullAnswer['reset']>): Promise<void>
}

export interface PullOptions {
  store: PullStore
  remote: Remote
  now: () => number
  /** Rows per page; learns from every page. */
  budget: PageBudget
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
      const { page: opening, ms } = await timed(() =>
        remote.pull({ ...base, position: null }, { rows: options.budget.rows }),
      )
      options.signal.throwIfAborted()
      const granted = new Set<string>()
      const reset =
        (await stagePages(options, base, { page: opening, ms }, granted, progress)) ??
        (await stageBackfill(options, [...granted], progress))
      if (reset) {
        await store.discardRound()
        await store.resetScope(reset.reset)
        base = { ...cursorAt(reset), snapshot: null }
      } else if (opening.complete && granted.size === 0) {
        await store.applyRound(cursorAt(opening), { at: options.now() })
        return
      } else {
        base = cursorAt(opening)
      }
    }
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'timeout') options.budget.exceeded()
    await store.discardRound()
    throw error
  }
}

const cursorAt = ({ snapshot, generation, scope_version }: PullAnswer): Cursor => ({
  snapshot,
  generation,
  scope_version,
})

/** An answer that says to begin anew, as any page may: its base was forgotten while the round was under way. */
type Reset = PullAnswer & { reset: NonNullable<PullAnswer['reset']> }

const isReset = (page: PullAnswer): page is Reset => page.reset !== null

/**
 * Stages the opening page and those that follow it, fetching the next while one is being staged.
 * @param granted is given the leads that came into view
 * @returns the answer that ended it early, else null
 */
async function stagePages(
  { store, remote, budget, signal }: PullOptions,
  base: Cursor,
  opening: TimedPage,
  granted: Set<string>,
  progress: Progress,
): Promise<Reset | null> {
  let { page, ms } = opening
  for (;;) {
    if (isReset(page)) return page
    const { position } = page
    const next = page.complete ? null : timed(() => remote.pull({ ...base, position }, { rows: budget.rows }))
    next?.catch(() => {}) // awaited below; a failure while staging must not be reported as unhandled
    for (const leadId of page.granted) granted.add(leadId)
    await stage(store, budget, { page, ms })
    progress.add(page, !opening.page.complete)
    if (!next) return null
    ;({ page, ms } = await next)
    signal.throwIfAborted()
  }
}

/** Stages everything of leads that came into view. @returns the answer that ended it early, else null */
async function stageBackfill(
  { store, remote, budget, signal }: PullOptions,
  leadIds: string[],
  progress: Progress,
): Promise<Reset | null> {
  for (let start = 0; start < leadIds.length; start += BACKFILL_LEADS) {
    const chunk = leadIds.slice(start, start + BACKFILL_LEADS)
    let position: string | null = null
    do {
      const from: string | null = position
      const { page, ms } = await timed(() => remote.backfill(chunk, from, { rows: budget.rows }))
      signal.throwIfAborted()
      if (isReset(page)) return page
      await stage(store, budget, { page, ms })
      progress.add(page, true)
      position = page.complete ? null : page.position
    } while (position !== null)
  }
  return null
}

interface TimedPage {
  page: PullAnswer
  /** How long the call took. */
  ms: number
}

async function timed(call: () => Promise<PullAnswer>): Promise<TimedPage> {
  const from = performance.now()
  const page = await call()
  return { page, ms: performance.now() - from }
}

async function stage(store: PullStore, budget: PageBudget, { page, ms }: TimedPage): Promise<void> {
  const { bytes } = await store.stagePage(page)
  budget.spent({ rows: rowsOf(page), bytes, ms })
}

const rowsOf = ({ tables }: PullAnswer): number => tables.reduce((sum, { rows }) => sum + rows.length, 0)

interface Progress {
  add(page: PullAnswer, visible: boolean): void
}

function createProgress(report: PullOptions['onProgress']): Progress {
  let received = 0
  let expected: number | null = null
  return {
    add(page, visible) {
      received += rowsOf(page)
      expected ??= page.expected_rows
      if (visible) report(received, expected)
    },
  }
}
