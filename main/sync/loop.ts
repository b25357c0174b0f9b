export interface LoopOptions {
  /** Does a piece of work; true when there is more to do at once. */
  step: () => Promise<boolean>
  /** Told of each failure; answers how many milliseconds to wait before the next attempt. */
  onError: (error: unknown, attempt: number) => number
  onSuccess: () => void
}

/**
 * Runs a step whenever it is woken, never twice at once, and again after failures. A wake during a step means another
 * step follows; `wakeNow` also cuts a wait short (the network is back, the rep asked).
 */
export class Loop {
  readonly #options: LoopOptions
  #wanted = false
  #running: Promise<void> | null = null
  #stopped = false
  #attempt = 0
  #cutWait: (() => void) | null = null

  constructor(options: LoopOptions) {
    this.#options = options
  }

  wake(): void {
    this.#wanted = true
    if (!this.#running && !this.#stopped) {
      this.#running = this.#run().finally(() => {
        this.#running = null
        if (this.#wanted) this.wake()
      })
    }
  }

  wakeNow(): void {
    this.#attempt = 0
    this.wake()
    this.#cutWait?.()
  }

  /** Resolves once the step under way has ended. No step runs afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wanted = false
    this.#cutWait?.()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#stopped) {
      this.#wanted = false
      try {
        if (await this.#options.step()) this.#wanted = true
        this.#attempt = 0
        this.#options.onSuccess()
      } catch (error) {
        if (this.#stopped) return
        this.#attempt += 1
        this.#wanted = true
        await this.#wait(this.#options.onError(error, this.#attempt))
      }
    }
  }

  async #wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#cutWait = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#cutWait = null
  }
}
