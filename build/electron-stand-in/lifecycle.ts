/** The phases of the process that several parts ask about. */
export class Lifecycle {
  readonly #ready = Promise.withResolvers<void>()
  /** Electron's `ready`: Chromium runs and windows may be created. */
  isReady = false
  /** Between `before-quit` and the end, or until a window refuses to close. */
  isQuitting = false
  /** The process is on its way out; nothing can stop it any more. */
  isExiting = false

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  becomeReady(): void {
    this.isReady = true
    this.#ready.resolve()
  }
}
