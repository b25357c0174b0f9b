import { app, globalShortcut, session, type BrowserWindow } from 'electron'
import type { DesktopSettings } from '#shared/domain/desktop-settings.ts'
import { setAutostartEntry } from '../support/autostart-entry.ts'
import type { Log } from '../support/log.ts'

/** Started with it, the app waits in the tray. */
const HIDDEN_FLAG = '--hidden'

export interface BehaviourOptions {
  windows: () => BrowserWindow[]
  onQuickNote: () => void
  log: Log
}

/** Brings the system in line with what the rep has chosen, at the start and after each change. */
export class Behaviour {
  readonly #options: BehaviourOptions
  #shortcut: string | null = null

  constructor(options: BehaviourOptions) {
    this.#options = options
  }

  /** @param before null at the start, when the system has been told already whether to start the app at login */
  apply(settings: DesktopSettings, before: DesktopSettings | null): void {
    for (const { webContents } of this.#options.windows()) webContents.setZoomLevel(settings.zoom)
    session.defaultSession.setSpellCheckerEnabled(settings.spell_check)
    this.#setLanguages(settings.spell_languages)
    this.#setShortcut(settings.quick_note_shortcut)
    const { start_at_login, start_hidden } = settings
    if (before && (before.start_at_login !== start_at_login || before.start_hidden !== start_hidden)) {
      this.#setLogin(start_at_login, start_hidden)
    }
  }

  #setLanguages(chosen: readonly string[]): void {
    const available = spellLanguages()
    if (available.length === 0) return
    const wanted = (chosen.length > 0 ? chosen : [app.getLocale()]).filter((code) => available.includes(code))
    const { defaultSession } = session
    // It loads its dictionaries anew each time that it is told.
    if (wanted.join() !== defaultSession.getSpellCheckerLanguages().join()) {
      defaultSession.setSpellCheckerLanguages(wanted)
    }
  }

  #setShortcut(shortcut: string | null): void {
    if (shortcut === this.#shortcut) return
    if (this.#shortcut !== null) globalShortcut.unregister(this.#shortcut)
    const isTaken = shortcut !== null && !globalShortcut.register(shortcut, this.#options.onQuickNote)
    if (isTaken) this.#options.log.warn('shortcut.taken')
    this.#shortcut = isTaken ? null : shortcut
  }

  #setLogin(openAtLogin: boolean, isHidden: boolean): void {
    const args = isHidden ? [HIDDEN_FLAG] : []
    if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin, args })
    const command = openAtLogin ? [...ownCommand(), ...args] : null
    setAutostartEntry(app.getPath('appData'), command).catch((error: unknown) =>
      this.#options.log.warn('autostart.failed', { cause: error instanceof Error ? error.name : 'unknown' }),
    )
  }
}

/** What starts this very app. An AppImage runs from a folder that is gone with it; in development there is a bare runtime. */
function ownCommand(): string[] {
  const executable = process.env['APPIMAGE'] ?? app.getPath('exe')
  return app.isPackaged ? [executable] : [executable, app.getAppPath()]
}

/** Whether the app is to wait in the tray: it was started with the flag, or by macOS, which passes none. */
export const startsHidden = ({ start_hidden }: DesktopSettings): boolean =>
  process.argv.includes(HIDDEN_FLAG) ||
  (process.platform === 'darwin' && start_hidden && app.getLoginItemSettings().wasOpenedAtLogin)

/** What the spelling can be checked in; none on macOS, which finds the language out by itself. */
export const spellLanguages = (): string[] =>
  process.platform === 'darwin' ? [] : session.defaultSession.availableSpellCheckerLanguages
