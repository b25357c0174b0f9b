import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

type InvokeHandler = Parameters<Electron.IpcMain['handle']>[1]

/** `ipcMain`: messages from pages are its events, `invoke` has one handler for each channel. */
export class StandInIpcMain extends strictEmitter('ipcMain') implements Matching<StandInIpcMain, Electron.IpcMain> {
  readonly #handlers = new Map<string, InvokeHandler>()

  constructor() {
    super()
    // A page may send on a channel named `error`; it must not end the process.
    this.on('error', () => {})
  }

  handle(channel: string, listener: InvokeHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof listener !== 'function') {
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`)
    }
    this.#handlers.set(channel, listener)
  }

  handleOnce(channel: string, listener: InvokeHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return listener(event, ...args) as unknown
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** Answers a page's `invoke`. Rejects when nobody handles the channel, or with what the handler throws. */
  async invoke(channel: string, event: Electron.IpcMainInvokeEvent, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...args) as unknown
  }
}
