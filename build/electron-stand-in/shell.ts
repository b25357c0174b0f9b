import type { Desktop } from './desktop.ts'
import type { Matching } from './electron-types.ts'
import { strictObject } from './strict.ts'

/** `shell`: nothing is opened; every request is recorded. */
export class StandInShell extends strictObject('shell') implements Matching<StandInShell, Electron.Shell> {
  readonly #desktop: Desktop

  constructor(desktop: Desktop) {
    super()
    this.#desktop = desktop
  }

  async openExternal(url: string): Promise<void> {
    this.#desktop.openedExternal.push(url)
  }

  async openPath(path: string): Promise<string> {
    this.#desktop.record('shell.openPath', path)
    return ''
  }

  showItemInFolder(path: string): void {
    this.#desktop.record('shell.showItemInFolder', path)
  }

  async trashItem(path: string): Promise<void> {
    this.#desktop.record('shell.trashItem', path)
  }

  beep(): void {
    this.#desktop.record('shell.beep')
  }
}
