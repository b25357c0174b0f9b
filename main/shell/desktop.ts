/** The app as a part of the desktop: windows, tray, notifications and badge, and what they ask of each other. */
import { app } from 'electron'
import type { NotificationTest, WindowRequest } from '#shared/contract/areas/desktop.ts'
import type { Target } from '#shared/domain/app-link.ts'
import type { DesktopChange, DesktopSettings } from '#shared/domain/desktop-settings.ts'
import type { News, Telling } from '#shared/domain/notification-rules.ts'
import { badgeOf } from '../notify/badge.ts'
import type { DeskState, DesktopPort } from '../notify/telling.ts'
import { trayView } from '../notify/tray-view.ts'
import type { Log } from '../support/log.ts'
import type { SettingsFile } from '../support/settings.ts'
import { Behaviour } from './behaviour.ts'
import { showBadge } from './badge.ts'
import { Notifications } from './notifications.ts'
import { HotPanel } from './panel.ts'
import { TrayIcon } from './tray.ts'
import type { MainWindow } from './window.ts'

/** What the desktop asks of the rest of the app. */
export interface DesktopActions {
  answerHot: (leadId: string, action: 'claim' | 'snooze') => Promise<unknown>
  set: (change: DesktopChange) => void
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
  readonly #options: DesktopOptions
  readonly #notifications: Notifications
  readonly #panel: HotPanel
  readonly #tray: TrayIcon | null
  readonly #behaviour: Behaviour
  #actions: DesktopActions | null = null
  #askedFor: AskedFor | null = null

  constructor(options: DesktopOptions) {
    this.#options = options
    const { developmentUrl, log } = options
    this.#notifications = new Notifications({
      onOpen: (about, reply) => this.#open(about, reply),
      onHotAction: ({ lead_id }, action) => this.#answer(lead_id, action),
      log,
    })
    this.#behaviour = new Behaviour({
      window: () => options.main.window,
      onQuickNote: () => this.ask({ kind: 'quick_note' }),
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
  }

  show(state: DeskState): void {
    const { main, settings } = this.#options
    showBadge(badgeOf(state), main.window)
    this.#tray?.show(trayView(state, settings.get().desktop, Date.now()))
  }

  tell(telling: Telling): void {
    this.#notifications.tell(telling)
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

  togglePanel(): void {
    this.#panel.toggle()
  }

  hidePanel(): void {
    this.#panel.hide()
  }

  /** The app ends. */
  close(): void {
    this.#actions?.stop()
    this.#panel.close()
    this.#tray?.destroy()
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
