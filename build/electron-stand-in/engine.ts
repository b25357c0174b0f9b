import { type Chromium, type ChromiumOptions, startChromium } from './chromium.ts'
import { PageTargets } from './page-targets.ts'

/** The Chromium of this process: there is none before the app is ready. */
export class Engine {
  #chromium: Chromium | undefined
  #pages: PageTargets | undefined

  /** Starts Chromium; `onGone` is called when it leaves without having been asked to. */
  async start(options: ChromiumOptions, onGone: () => void): Promise<Chromium> {
    const chromium = await startChromium(options)
    this.#chromium = chromium
    this.#pages = new PageTargets(chromium.connection)
    void chromium.connection.closed.then(onGone)
    await this.#pages.start()
    return chromium
  }

  get pages(): PageTargets {
    if (this.#pages === undefined) throw new Error('Electron stand-in: Chromium is not running yet')
    return this.#pages
  }

  get pid(): number {
    return this.#chromium?.pid ?? 0
  }

  async stop(): Promise<void> {
    await this.#chromium?.stop()
  }

  kill(): void {
    this.#chromium?.kill()
  }
}
