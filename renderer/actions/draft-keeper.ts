import type { Draft } from '#shared/contract/read-models.ts'

/** Milliseconds after the last keystroke until a draft is saved; a crash loses at most this much typing. */
export const DRAFT_DELAY = 250

/**
 * Saves a conversation's draft a moment after each change, and at once when asked. Saves run one after another, so that an
 * older text never overwrites a newer one.
 */
export class DraftKeeper {
  readonly #save: (draft: Draft) => Promise<boolean>
  #pending: Draft | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | null = null

  /** @param save keeps the draft; false when it could not, and then it is tried again with the next change or flush */
  constructor(save: (draft: Draft) => Promise<boolean>) {
    this.#save = save
  }

  change(draft: Draft): void {
    this.#pending = draft
    // Not put off by the next key: who types on and on is kept as well.
    this.#timer ??= setTimeout(() => void this.flush(), DRAFT_DELAY)
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
      const draft: Draft = this.#pending
      this.#pending = null
      const kept = await this.#save(draft)
      if (kept) continue
      this.#pending ??= draft
      break
    }
    this.#running = null
  }
}
