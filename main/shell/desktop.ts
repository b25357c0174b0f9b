/** The app as a part of the desktop: windows, tray, notifications and badge, and what they ask of each other. */
import { app, BrowserWindow, powerMonitor } from 'electron'
import type { NotificationTest, WindowRequest } from '#shared/contract/areas/desktop.ts'
import type { EventName, Events } from '#shared/contract/ipc.ts'
import type { WindowId } from '#shared/contract/areas/pop-outs.ts'
import type { Target } from '#shared/domain/app-link.ts'
import type { DesktopChange, DesktopSettings } from '#shared/domain/desktop-settings.ts'
import type { News, Telling } from '#shared/domain/notification-rules.ts'
import { isInUse } from '#shared/domain/telling-turn.ts'
import type { KeptText } from '../db/read/kept.ts'
import { badgeOf } from '../notify/badge.ts'
import type { DeskState, DesktopPort } from '../notify/telling.ts'
import { trayView } from '../notify/tray-view.ts'
import type { Log } from '../support/log.ts'
import type { SettingsFile } from '../support/settings.ts'
import { Behaviour, spellLanguages } from './behaviour.ts'
import { showBadge } from './badge.ts'
import { KEPT_AS, PopOuts } from './pop-outs.ts'
import { Notifications } from './notifications.ts'
import { Printer } from './printer.ts'
import { HotPanel } from './panel.ts'
import { TrayIcon } from './tray.ts'
import type { MainWindow } from './window.ts'

/** What the desktop asks of the rest of the app. */
export interface DesktopActions {
  answerHot: (leadId: string, action: 'claim' | 'snooze') => Promise<unknown>
  set: (change: DesktopChange) => void
  /** Keeps a text under this name for the next start; null forgets it. */
  keep: (name: string, text: string | null) => void
  /** The window of this conversation is gone. */
  popOutClosed: (conversationId: string) => void
  /** The app ends: nothing more is told. */
  stop: () => void
}

/** Something to show in the main window: a link, of which is not known yet where it leads, or what is to be shown. */
export type AskedFor = { kind: 'link'; target: Target; reply: boolean } | WindowRequest

export interface DesktopOptions {
  main: MainWindow
  settings: SettingsFile
  developmentUrl: string | undefined
  /** Where the tray's pictures are. */
  trayFolder: string
  log: Log
}

export class Desktop implements DesktopPort {
  readonly printer: Printer
  readonly #options: DesktopOptions
  readonly #notifications: Notifications
  readonly #panel: HotPanel
  readonly #tray: TrayIcon | null
  readonly #behaviour: Behaviour
  readonly #popOuts: PopOuts
  #actions: DesktopActions | null = null
  #askedFor: AskedFor | null = null
  #toRestore: readonly KeptText[] = []

  constructor(options: DesktopOptions) {
    this.#options = options
    const { developmentUrl, log } = options
    this.printer = new Printer(developmentUrl)
    this.#notifications = new Notifications({
      onOpen: (about, reply) => this.#open(about, reply),
      onHotAction: ({ lead_id }, action) => this.#answer(lead_id, action),
      log,
    })
    this.#behaviour = new Behaviour({
      windows: () => this.#windows(),
      onQuickNote: () => this.ask({ kind: 'quick_note' }),
      log,
    })
    this.#popOuts = new PopOuts({
      settings: options.settings,
      developmentUrl,
      keep: (conversationId, place) => this.#actions?.keep(`${KEPT_AS}${conversationId}`, place),
      onOpen: () => this.apply(null),
      onClosed: (conversationId) => this.#actions?.popOutClosed(conversationId),
      log,
    })
    this.#tray = this.#createTray()
    this.#panel = new HotPanel(developmentUrl, () => this.#tray?.bounds ?? null, log)
  }

  /** Without a tray a closed window could not be had back. */
  get hasTray(): boolean {
    return this.#tray !== null
  }

  /** From now on there is something to act upon. */
  connect(actions: DesktopActions): void {
    this.#actions = actions
  }

  /** A window is there, or the rep has chosen otherwise. */
  apply(before: DesktopSettings | null): void {
    this.#behaviour.apply(this.#options.settings.get().desktop, before)
    this.#restorePopOuts()
  }

  show(state: DeskState): void {
    const { main, settings, trayFolder } = this.#options
    showBadge(badgeOf(state), main.window, trayFolder)
    this.#tray?.show(trayView(state, settings.get().desktop, Date.now()))
  }

  tell(telling: Telling): void {
    this.#notifications.tell(telling)
  }

  isInUse(): boolean {
    return isInUse(powerMonitor.getSystemIdleTime(), BrowserWindow.getFocusedWindow() !== null)
  }

  withdraw(about: string[]): void {
    this.#notifications.withdraw(about)
  }

  clear(): void {
    this.#notifications.clear()
    this.#askedFor = null
  }

  testNotification(): Promise<NotificationTest['outcome']> {
    return this.#notifications.test()
  }

  /** Shows something in the main window, which is brought forward or made for it. */
  ask(askedFor: AskedFor): void {
    const { main } = this.#options
    this.#askedFor = askedFor
    this.#panel.hide()
    main.reveal()
    app.focus()
    main.send('window.requested', null)
  }

  /** What the main window is to show, once. */
  takeRequest(): AskedFor | null {
    const askedFor = this.#askedFor
    this.#askedFor = null
    return askedFor
  }

  spellLanguages(): string[] {
    return spellLanguages()
  }

  togglePanel(): void {
    this.#panel.toggle()
  }

  hidePanel(): void {
    this.#panel.hide()
  }

  /** Opens a conversation in a window of its own, or brings that forward. */
  popOut(conversationId: string): void {
    this.#popOuts.open(conversationId)
  }

  closePopOut(conversationId: string): void {
    this.#popOuts.close(conversationId)
  }

  /** Opens the windows again that `keep` was told of, once there is a main one: an app that waits in the tray has none. */
  restorePopOuts(kept: readonly KeptText[]): void {
    this.#toRestore = kept
    this.#restorePopOuts()
  }

  /** The app ends, or nobody is signed in any more. */
  closePopOuts(): void {
    this.#toRestore = []
    this.#popOuts.closeAll()
  }

  /** Tells the windows something, but not the one that knows. */
  send<N extends EventName>(name: N, payload: Events[N], except: WindowId): void {
    if (except !== 'main') this.#options.main.send(name, payload)
    this.#popOuts.send(name, payload, except)
  }

  /** The app ends. */
  close(): void {
    this.#actions?.stop()
    this.#panel.close()
    this.#tray?.destroy()
  }

  #restorePopOuts(): void {
    if (!this.#options.main.window) return
    const kept = this.#toRestore
    this.#toRestore = []
    this.#popOuts.restore(kept)
  }

  #windows(): BrowserWindow[] {
    const { window } = this.#options.main
    return window ? [window, ...this.#popOuts.windows] : this.#popOuts.windows
  }

  #createTray(): TrayIcon | null {
    const { trayFolder, main, log } = this.#options
    try {
      return new TrayIcon(trayFolder, {
        open: () => main.reveal(),
        openLead: ({ conversation_id, message_id, lead_id }) => this.#ask(lead_id, conversation_id, message_id, false),
        togglePanel: () => this.togglePanel(),
        settings: () => this.ask({ kind: 'settings' }),
        quickNote: () => this.ask({ kind: 'quick_note' }),
        set: (change) => this.#actions?.set(change),
        quit: () => app.quit(),
      })
    } catch (error) {
      // A desktop without a place for it, as some of Linux are.
      log.warn('tray.missing', { cause: error instanceof Error ? error.name : 'unknown' })
      return null
    }
  }

  #open(about: News | null, reply: boolean): void {
    if (about) this.#ask(about.lead_id, about.conversation_id, about.message_id, reply)
    else this.#options.main.reveal()
  }

  #ask(lead_id: string, conversation_id: string | null, message_id: string | null, reply: boolean): void {
    this.ask(
      conversation_id === null
        ? { kind: 'lead', lead_id }
        : { kind: 'conversation', conversation_id, message_id, reply },
    )
  }

  #answer(leadId: string, action: 'claim' | 'snooze'): void {
    this.#actions?.answerHot(leadId, action).catch((error: unknown) => {
      // Somebody else was faster: the window says who.
      this.#options.log.warn('notification.action_failed', { cause: error instanceof Error ? error.name : 'unknown' })
      this.#options.main.reveal()
    })
  }
}
