import { joinPages, type Stretch } from './pages.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

/**
 * The joined rows of a list that grows at its end: what was joined before is not looked at again, so that the hundredth
 * thousand of rows costs no more than the first.
 */
export class JoinedPages {
  #pages: readonly (readonly InboxRow[])[] = []
  #rows: readonly InboxRow[] = []
  #seen = new Set<string>()

  /** The rows in order; the same array while the stretches have the same pages. */
  of(stretches: readonly Stretch[]): readonly InboxRow[] {
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
