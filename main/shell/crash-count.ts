/** So many ends of a page in so short a time have a reason that loading it anew does not take away. */
const TOO_MANY = 3
const WITHIN_MS = 60_000

/** How often a page has ended lately. */
export class CrashCount {
  #times: number[] = []

  /**
   * A page has ended.
   * @param at milliseconds since 1970
   * @returns whether loading it anew may help; if not, the count begins again, for the rep is asked
   */
  mayReload(at: number): boolean {
    this.#times = [...this.#times.filter((time) => at - time < WITHIN_MS), at]
    if (this.#times.length < TOO_MANY) return true
    this.#times = []
    return false
  }
}
