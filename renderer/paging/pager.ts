import { FIRST_STRETCHES, fitStretches, livePages, pageInput } from './pages.ts'
import type { PagedQuery, PageRange, Stretch } from './pages.ts'
import { JoinedPages } from './joined-pages.ts'
import { reconcile } from '../bridge/reconcile.ts'
import type { LiveCache } from '../bridge/live-cache.ts'
import type { LiveQueryInput, LiveQueryOutputs } from '#shared/contract/ipc.ts'
import type { Failure } from '#shared/contract/result.ts'

/** What a paged query shows, whatever part of it is loaded. */
export type PagedView<N extends PagedQuery> = Omit<LiveQueryInput<N>, 'from' | 'to' | 'limit'>
type RowOf<N extends PagedQuery> = LiveQueryOutputs[N]['rows'][number]
type KeyOf<N extends PagedQuery> = NonNullable<LiveQueryOutputs[N]['next']>

export interface PagedList<R> {
  rows: readonly R[]
  /** False until the first page has answered. */
  loaded: boolean
  /** More rows exist than are loaded. */
  more: boolean
  error: Failure | null
}

/** Rows below the last visible one at which the next page is asked for: at rest, and while the list flies past. */
const AHEAD = 30
const AHEAD_PASSING = 200

/**
 * The rows of one view, page by page as they come into view. Pages near the visible rows follow every change; those far
 * away keep their last rows until the rep comes near. Works only while someone is subscribed.
 */
export class Pager<N extends PagedQuery> {
  readonly #cache: LiveCache
  readonly #query: N
  readonly #view: PagedView<N>
  readonly #listeners = new Set<() => void>()
  readonly #watched = new Map<string, () => void>()
  readonly #joined = new JoinedPages<RowOf<N>>()
  #stretches: readonly Stretch<RowOf<N>, KeyOf<N>>[] = FIRST_STRETCHES
  #visible: readonly [first: number, last: number] = [0, 0]
  #passing = false
  #list: PagedList<RowOf<N>> = { rows: [], loaded: false, more: true, error: null }

  constructor(cache: LiveCache, query: N, view: PagedView<N>) {
    this.#cache = cache
    this.#query = query
    this.#view = view
  }

  /** What to show; the same object until something changes. */
  readonly snapshot = (): PagedList<RowOf<N>> => this.#list

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#update()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      for (const stop of this.#watched.values()) stop()
      this.#watched.clear()
    }
  }

  /**
   * Tells which rows are on screen, which decides what is loaded and kept live.
   * @param passing the list is being scrolled: what is known already need not become live before it rests
   */
  show(first: number, last: number, passing: boolean): void {
    if (this.#visible[0] === first && this.#visible[1] === last && this.#passing === passing) return
    this.#visible = [first, last]
    this.#passing = passing
    if (this.#listeners.size > 0) this.#update()
  }

  #update(): void {
    // Those far away are not live, so nothing new is known of them.
    const near = this.#near()
    this.#stretches = this.#stretches.map((stretch, index) =>
      near[index] || !stretch.page ? this.#answered(stretch) : stretch,
    )
    const loaded = this.#stretches.reduce((sum, { page }) => sum + (page?.rows.length ?? 0), 0)
    this.#stretches = fitStretches(
      this.#stretches,
      this.#visible[1] + (this.#passing ? AHEAD_PASSING : AHEAD) >= loaded,
    )
    this.#watchNear()
    this.#publish()
  }

  #answered(stretch: Stretch<RowOf<N>, KeyOf<N>>): Stretch<RowOf<N>, KeyOf<N>> {
    const { value } = this.#cache.read(this.#query, this.#input(stretch.range))
    // A stretch that was fixed is asked for anew, and mostly answers the same rows.
    const page = value && reconcile(stretch.page, value)
    return page && page !== stretch.page ? { range: stretch.range, page } : stretch
  }

  /** The view with a range is the whole of the query's input. */
  #input(range: PageRange<KeyOf<N>>): LiveQueryInput<N> {
    return pageInput(this.#view, range) as unknown as LiveQueryInput<N>
  }

  /** Which stretches are kept live. */
  #near(): boolean[] {
    return livePages(
      this.#stretches.map(({ page }) => page?.rows.length ?? 0),
      ...this.#visible,
    )
  }

  #watchNear(): void {
    const near = this.#near()
    const wanted = new Map(
      this.#stretches.flatMap(({ range, page }, index) => {
        const input = this.#input(range)
        return near[index] ? [[JSON.stringify(input), { input, isKnown: page !== undefined }]] : []
      }),
    )
    for (const [key, { input, isKnown }] of wanted) {
      if (this.#watched.has(key) || (this.#passing && isKnown)) continue
      this.#watched.set(
        key,
        this.#cache.watch(this.#query, input, () => this.#update()),
      )
    }
    for (const [key, stop] of this.#watched) {
      if (wanted.has(key)) continue
      stop()
      this.#watched.delete(key)
    }
  }

  #publish(): void {
    const rows = this.#joined.of(this.#stretches)
    const before = this.#list
    const same =
      rows === before.rows ||
      (rows.length === before.rows.length && rows.every((row, index) => row === before.rows[index]))
    const last = this.#stretches.at(-1)?.page
    const list: PagedList<RowOf<N>> = {
      rows: same ? before.rows : rows,
      loaded: this.#stretches[0]?.page !== undefined,
      more: last === undefined || last.next !== null,
      error: this.#cache.read(this.#query, this.#input(this.#stretches[0]!.range)).error,
    }
    if (same && list.loaded === before.loaded && list.more === before.more && list.error === before.error) return
    this.#list = list
    for (const listener of this.#listeners) listener()
  }
}
