import type { Desktop } from './desktop.ts'
import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

/** `autoUpdater`: never finds an update; tests emit what they need. */
export class StandInAutoUpdater
  extends strictEmitter('autoUpdater')
  implements Matching<StandInAutoUpdater, Electron.AutoUpdater>
{
  readonly #desktop: Desktop
  #feedUrl = ''

  constructor(desktop: Desktop) {
    super()
    this.#desktop = desktop
  }

  setFeedURL(options: Electron.FeedURLOptions): void {
    this.#feedUrl = options.url
  }

  getFeedURL(): string {
    return this.#feedUrl
  }

  checkForUpdates(): void {
    queueMicrotask(() => {
      this.emit('checking-for-update')
      this.emit('update-not-available')
    })
  }

  quitAndInstall(): void {
    this.#desktop.record('autoUpdater.quitAndInstall')
  }
}
