/** A query whose answer is a list in the order of a key, page by page. */
export type PagedQuery = 'inbox.page' | 'board.page' | 'tasks.page'

export interface Page<R, K> {
  rows: R[]
  /** Null at the end. */
  next: K | null
}

/**
 * A stretch of the list in its order: `from` exclusive to `to` inclusive, null for an open end. Stretches join without gap
 * or overlap, so a row that moves between two of them leaves one and appears in the other. Only the last has an open `to`.
 */
export interface PageRange<K> {
  from: K | null
  to: K | null
}

/** Rows asked for first, and then at a time: who scrolls on wants more, and who opens a view wants it at once. */
const FIRST_PAGE = 60
const NEXT_PAGE = 120

/** A fixed stretch may fill up while rows arrive in it; beyond this it is cut in two (the contract's largest limit). */
const RANGE_LIMIT = 500

/** A stretch with what it last answered; undefined before the first answer. */
export interface Stretch<R, K> {
  range: PageRange<K>
  page: Page<R, K> | undefined
}

export const FIRST_STRETCHES: readonly Stretch<never, never>[] = [{ range: { from: null, to: null }, page: undefined }]

/** The query for a stretch: the open one grows by pages, the fixed ones give all they hold. */
export function pageInput<V extends object, K>(view: V, range: PageRange<K>) {
  const limit = range.to !== null ? RANGE_LIMIT : range.from === null ? FIRST_PAGE : NEXT_PAGE
  return { ...view, from: range.from, to: range.to, limit }
}

/**
 * Fits the stretches to what they answered. The open stretch, once more is wanted, is fixed where its page ended and a new
 * open one follows; a fixed stretch that overflowed is cut where its answer ended.
 * @param wantMore the rep is near the end of what is loaded
 * @returns the same array when nothing changes
 */
export function fitStretches<R, K>(stretches: readonly Stretch<R, K>[], wantMore: boolean): readonly Stretch<R, K>[] {
  const fitted = stretches.flatMap((stretch): Stretch<R, K>[] => {
    const { range, page } = stretch
    if (!page?.next || (range.to === null && !wantMore)) return [stretch]
    return [
      { range: { from: range.from, to: page.next }, page: { rows: page.rows, next: null } },
      { range: { from: page.next, to: range.to }, page: undefined },
    ]
  })
  return fitted.length === stretches.length ? stretches : fitted
}

/**
 * The rows of all stretches in order; a row that two answers hold for a moment shows where it stands higher.
 * @param seen ids of rows that stand above these; those that are found are added
 */
export function joinPages<R extends { id: string }, K>(
  stretches: readonly Stretch<R, K>[],
  seen = new Set<string>(),
): R[] {
  return stretches.flatMap(({ page }) =>
    (page?.rows ?? []).filter((row) => {
      if (seen.has(row.id)) return false
      seen.add(row.id)
      return true
    }),
  )
}

/**
 * Which stretches to keep live: the first, where new rows arrive, the last, which knows whether more follow, and those
 * within one of the visible rows.
 * @param sizes rows per stretch
 */
export function livePages(sizes: readonly number[], firstVisible: number, lastVisible: number): boolean[] {
  let start = 0
  const visible = sizes.map((size) => {
    const end = start + size
    const seen = start <= lastVisible && end > firstVisible
    start = end
    return seen
  })
  return visible.map(
    (seen, index) =>
      seen || index === 0 || index === sizes.length - 1 || Boolean(visible[index - 1]) || Boolean(visible[index + 1]),
  )
}
