import { joinPages, type Stretch } from './pages.ts'

/**
 * The joined rows of a list that grows at its end: what was joined before is not looked at again, so that the hundredth
 * thousand of rows costs no more than the first.
 */
export class JoinedPages<R extends { id: string }> {
  #pages: readonly (readonly R[])[] = []
  #rows: readonly R[] = []
  #seen = new Set<string>()

  /** The rows in order; the same array while the stretches have the same pages. */
  of(stretches: readonly Stretch<R, unknown>[]): readonly R[] {
    const answered = stretches.filter(({ page }) => page !== undefined)
    const pages = answered.map(({ page }) => page!.rows)
    const grown = this.#pages.every((page, index) => page === pages[index])
    if (grown && pages.length === this.#pages.length) return this.#rows
    if (!grown) {
      this.#rows = []
      this.#seen = new Set()
    }
    this.#rows = this.#rows.concat(joinPages(answered.slice(grown ? this.#pages.length : 0), this.#seen))
    this.#pages = pages
    return this.#rows
  }
}
