import { randomUUID } from 'node:crypto'
import type { Desktop } from './desktop.ts'
import { eventWith } from './electron-event.ts'
import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

/**
 * A notification that nobody sees; `desktop.notifications` holds it once shown. What a user would do with it, a test
 * does by emitting its event: `notification.emit('click', {})`, `notification.emit('action', {}, 0)`.
 */
export class StandInNotification
  extends strictEmitter('notification')
  implements Matching<StandInNotification, Electron.Notification>
{
  readonly #desktop: Desktop
  readonly id: string
  readonly groupId: string
  title: string
  subtitle: string
  body: string
  silent: boolean
  sound: string
  hasReply: boolean
  replyPlaceholder: string
  closeButtonText: string
  timeoutType: 'default' | 'never'
  actions: Electron.NotificationAction[]
  /** It was taken away again, by the app. */
  isClosed = false

  constructor(desktop: Desktop, options: Electron.NotificationConstructorOptions = {}) {
    super()
    this.#desktop = desktop
    this.id = options.id ?? randomUUID()
    this.groupId = options.groupId ?? ''
    this.title = options.title ?? ''
    this.subtitle = options.subtitle ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
    this.sound = options.sound ?? ''
    this.hasReply = options.hasReply ?? false
    this.replyPlaceholder = options.replyPlaceholder ?? ''
    this.closeButtonText = options.closeButtonText ?? ''
    this.timeoutType = options.timeoutType ?? 'default'
    this.actions = options.actions ?? []
  }

  show(): void {
    this.#desktop.notifications.push(this)
    queueMicrotask(() => this.emit('show', eventWith({})))
  }

  close(): void {
    this.isClosed = true
    queueMicrotask(() => this.emit('close', eventWith({ reason: 'applicationHidden' })))
  }
}
