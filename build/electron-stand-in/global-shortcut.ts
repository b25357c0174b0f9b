import type { Desktop } from './desktop.ts'
import type { Matching } from './electron-types.ts'
import { strictObject } from './strict.ts'

/** `globalShortcut`: tests press a key by calling what `desktop.shortcuts` holds for it. */
export class StandInGlobalShortcut
  extends strictObject('globalShortcut')
  implements Matching<StandInGlobalShortcut, Electron.GlobalShortcut>
{
  readonly #desktop: Desktop

  constructor(desktop: Desktop) {
    super()
    this.#desktop = desktop
  }

  register(accelerator: string, callback: () => void): boolean {
    if (this.#desktop.shortcuts.has(accelerator)) return false
    this.#desktop.shortcuts.set(accelerator, callback)
    return true
  }

  isRegistered(accelerator: string): boolean {
    return this.#desktop.shortcuts.has(accelerator)
  }

  unregister(accelerator: string): void {
    this.#desktop.shortcuts.delete(accelerator)
  }

  unregisterAll(): void {
    this.#desktop.shortcuts.clear()
  }
}
