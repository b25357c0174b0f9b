/** The app as a part of the desktop: its windows, notifications and badge, and what they ask of each other. */
import { app } from 'electron'
import type { NotificationTest, WindowRequest } from '#shared/contract/areas/desktop.ts'
import type { Target } from '#shared/domain/app-link.ts'
import type { News, Telling } from '#shared/domain/notification-rules.ts'
import { badgeOf } from '../notify/badge.ts'
import type { DeskState, DesktopPort } from '../notify/telling.ts'
import type { Log } from '../support/log.ts'
import { showBadge } from './badge.ts'
import { Notifications } from './notifications.ts'
import type { MainWindow } from './window.ts'

/** What the desktop asks of the signed-in rep's workspace. */
export interface DesktopActions {
  answerHot: (leadId: string, action: 'claim' | 'snooze') => Promise<unknown>
}

/** Something to show in the main window: a link, of which is not known yet where it leads, or what is to be shown. */
export type AskedFor = { kind: 'link'; target: Target; reply: boolean } | WindowRequest

export class Desktop implements DesktopPort {
  readonly #main: MainWindow
  readonly #log: Log
  readonly #notifications: Notifications
  #actions: DesktopActions | null = null
  #askedFor: AskedFor | null = null

  constructor(main: MainWindow, log: Log) {
    this.#main = main
    this.#log = log
    this.#notifications = new Notifications({
      onOpen: (about, reply) => this.#open(about, reply),
      onHotAction: ({ lead_id }, action) => this.#answer(lead_id, action),
      log,
    })
  }

  /** From now on there is a workspace to act upon, whenever somebody is signed in. */
  connect(actions: DesktopActions): void {
    this.#actions = actions
  }

  show(state: DeskState): void {
    showBadge(badgeOf(state), this.#main.window)
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
    this.#askedFor = askedFor
    this.#main.reveal()
    app.focus()
    this.#main.send('window.requested', null)
  }

  /** What the main window is to show, once. */
  takeRequest(): AskedFor | null {
    const askedFor = this.#askedFor
    this.#askedFor = null
    return askedFor
  }

  #open(about: News | null, reply: boolean): void {
    if (!about) return this.#main.reveal()
    const { conversation_id, message_id, lead_id } = about
    this.ask(
      conversation_id === null
        ? { kind: 'lead', lead_id }
        : { kind: 'conversation', conversation_id, message_id, reply },
    )
  }

  #answer(leadId: string, action: 'claim' | 'snooze'): void {
    this.#actions?.answerHot(leadId, action).catch((error: unknown) => {
      // Somebody else was faster: the window says who.
      this.#log.warn('notification.action_failed', { cause: error instanceof Error ? error.name : 'unknown' })
      this.#main.reveal()
    })
  }
}
