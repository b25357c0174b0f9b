/** Milliseconds after a change until it is saved; a crash loses at most this much typing. */
export const KEEP_DELAY = 250

/**
 * Saves what changes often, such as a draft, a moment after each change, and at once when asked. Saves run one after
 * another, so that an older state never overwrites a newer one.
 */
export class ChangeKeeper<T extends object> {
  readonly #save: (state: T) => Promise<boolean>
  #pending: T | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | null = null

  /** @param save keeps the state; false when it could not, and then it is tried again with the next change or flush */
  constructor(save: (state: T) => Promise<boolean>) {
    this.#save = save
  }

  /** Whether everything is saved. */
  get isIdle(): boolean {
    return this.#pending === null && this.#running === null
  }

  change(state: T): void {
    this.#pending = state
    // Not put off by the next change: who types on and on is kept as well.
    this.#timer ??= setTimeout(() => void this.flush(), KEEP_DELAY)
  }

  /** Saves what is not saved yet. Resolves when nothing is left to save or the last attempt failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#running ??= this.#drain()
    await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#pending) {
      const state: T = this.#pending
      this.#pending = null
      const kept = await this.#save(state)
      if (kept) continue
      this.#pending ??= state
      break
    }
    this.#running = null
  }
}
