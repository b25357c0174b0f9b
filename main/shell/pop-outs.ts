import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import { CHANNELS } from '#shared/contract/channels.ts'
import type { EventName, Events } from '#shared/contract/ipc.ts'
import type { KeptText } from '../db/read/kept.ts'
import type { Log } from '../support/log.ts'
import { placeSchema, type SettingsFile } from '../support/settings.ts'
import { APP_ORIGIN } from './app-origin.ts'
import { reviveAfterCrash } from './revive.ts'
import { boundsOf, placeOf, watchPlace } from './window-place.ts'
import { PAGE_PREFERENCES } from './window.ts'

const DEFAULT_SIZE = { width: 560, height: 760 }
const MINIMUM_SIZE = { width: 420, height: 420 }
/** So far is a window from the one that was opened before it, that both can be seen. */
const STEP = 28

/** Begins the names under which open windows are kept. */
export const KEPT_AS = 'popout:'

export interface PopOutsOptions {
  settings: SettingsFile
  developmentUrl: string | undefined
  /** Keeps where the window of a conversation is, for the next start; null: it was closed. */
  keep: (conversationId: string, place: string | null) => void
  /** It is there; what the rep has chosen applies to it. */
  onOpen: () => void
  /** It is gone, and with it what was before the rep in it. */
  onClosed: (conversationId: string) => void
  log: Log
}

const keptSchema = placeSchema.nullable().catch(null)

/** Conversations in windows of their own, each in one. */
export class PopOuts {
  readonly #options: PopOutsOptions
  readonly #windows = new Map<string, BrowserWindow>()

  constructor(options: PopOutsOptions) {
    this.#options = options
  }

  get windows(): BrowserWindow[] {
    return [...this.#windows.values()]
  }

  /** Opens a conversation's window, or brings it forward. */
  open(conversationId: string): void {
    const open = this.#windows.get(conversationId)
    if (open) {
      if (open.isMinimized()) open.restore()
      open.show()
      open.focus()
      return
    }
    this.#create(conversationId, this.#nextPlace())
    this.#keep(conversationId)
  }

  /** Opens the windows again that were open when the app ended. */
  restore(kept: readonly KeptText[]): void {
    for (const { key, value } of kept) {
      const conversationId = key.slice(KEPT_AS.length)
      const place = keptSchema.parse(JSON.parse(value))
      if (!this.#windows.has(conversationId)) this.#create(conversationId, placeOf(place), place?.maximized)
    }
  }

  close(conversationId: string): void {
    this.#windows.get(conversationId)?.close()
  }

  /** The app ends, or nobody is signed in any more: with the same rep they are there again. */
  closeAll(): void {
    for (const [conversationId, window] of this.#windows) {
      this.#keep(conversationId)
      this.#forget(conversationId)
      window.destroy()
    }
  }

  /** @param except the window that need not hear it */
  send<N extends EventName>(name: N, payload: Events[N], except: string): void {
    for (const [conversationId, window] of this.#windows) {
      if (conversationId !== except) window.webContents.send(CHANNELS.event, name, payload)
    }
  }

  #create(conversationId: string, bounds: Partial<Electron.Rectangle>, isMaximized = false): void {
    const { developmentUrl, settings, onOpen, log } = this.#options
    const window = new BrowserWindow({
      ...DEFAULT_SIZE,
      ...bounds,
      minWidth: MINIMUM_SIZE.width,
      minHeight: MINIMUM_SIZE.height,
      show: false,
      title: 'Conversation',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#101114' : '#ffffff',
      webPreferences: {
        ...PAGE_PREFERENCES,
        preload: join(import.meta.dirname, '../preload/index.cjs'),
        spellcheck: settings.get().desktop.spell_check,
        additionalArguments: [`--leadline-version=${app.getVersion()}`],
      },
    })
    this.#windows.set(conversationId, window)
    if (isMaximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    window.webContents.on('did-finish-load', onOpen)
    reviveAfterCrash(window, log)
    watchPlace(window, () => this.#keep(conversationId))
    window.on('close', () => this.#options.settings.update({ popout: boundsOf(window) }))
    window.on('closed', () => {
      // One that the rep has closed stays closed at the next start.
      if (!this.#windows.has(conversationId)) return
      this.#options.keep(conversationId, null)
      this.#forget(conversationId)
    })
    const page = `popout.html?conversation=${conversationId}`
    void window.loadURL(developmentUrl ? new URL(page, developmentUrl).toString() : `${APP_ORIGIN}/${page}`)
  }

  #forget(conversationId: string): void {
    this.#windows.delete(conversationId)
    this.#options.onClosed(conversationId)
  }

  #keep(conversationId: string): void {
    const window = this.#windows.get(conversationId)
    if (window) this.#options.keep(conversationId, JSON.stringify(boundsOf(window)))
  }

  /** Beside the latest one that is open, else where the last one was. */
  #nextPlace(): Partial<Electron.Rectangle> {
    const latest = this.windows.at(-1)
    if (!latest) return placeOf(this.#options.settings.get().popout)
    const { x, y, width, height } = latest.getNormalBounds()
    return placeOf({ x: x + STEP, y: y + STEP, width, height, maximized: false })
  }
}
