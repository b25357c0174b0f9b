import { Notification } from 'electron'
import type { NotificationTest } from '#shared/contract/areas/desktop.ts'
import type { News, Telling, ToldEvent } from '#shared/domain/notification-rules.ts'
import { wordsOf } from '../notify/words.ts'
import type { Log } from '../support/log.ts'

/** What the rep can do in a notification itself, where the system shows buttons. */
export type NotificationAction = 'claim' | 'snooze' | 'reply'

export interface NotificationsOptions {
  /** Shows what it was about; null for a digest. */
  onOpen: (about: News | null, reply: boolean) => void
  onHotAction: (about: News, action: 'claim' | 'snooze') => void
  log: Log
}

/** A system that has said nothing by then has, as far as anybody can tell, shown nothing. */
const ANSWER_MS = 3_000

const BUTTONS: Record<NotificationAction, string> = { claim: 'Claim', snooze: 'Snooze 10 min', reply: 'Reply' }
const ACTIONS: Record<ToldEvent, readonly NotificationAction[]> = {
  hot_lead: ['claim', 'reply', 'snooze'],
  message: ['reply'],
  assignment: ['reply'],
  mention: [],
  send_failed: [],
}

/** The notifications of the system: one per conversation, which later news of it replace. */
export class Notifications {
  readonly #options: NotificationsOptions
  /** Kept while they stand: a notification that is collected is not clicked. */
  readonly #standing = new Map<string, { notification: Notification; news: News[] }>()

  constructor(options: NotificationsOptions) {
    this.#options = options
  }

  tell(telling: Telling): void {
    if (!Notification.isSupported()) return
    const about = telling.kind === 'one' ? telling.about : 'digest'
    const standing = this.#standing.get(about)
    const news = telling.kind === 'one' && standing ? [...standing.news, ...telling.news] : telling.news
    const whole: Telling = { ...telling, news }
    standing?.notification.close()
    const actions = telling.kind === 'one' ? ACTIONS[telling.latest.event] : []
    const notification = new Notification({
      ...wordsOf(whole),
      silent: !telling.sound,
      urgency: news.some(({ event }) => event === 'hot_lead') ? 'critical' : 'normal',
      actions: actions.map((action) => ({ type: 'button' as const, text: BUTTONS[action] })),
    })
    this.#standing.set(about, { notification, news })
    const latest = telling.kind === 'one' ? telling.latest : null
    const forget = () => {
      if (this.#standing.get(about)?.notification === notification) this.#standing.delete(about)
    }
    notification.on('click', () => {
      forget()
      this.#options.onOpen(latest, false)
    })
    notification.on('action', ({ actionIndex }) => {
      const action = actions[actionIndex]
      if (!latest || !action) return
      notification.close()
      forget()
      if (action === 'reply') this.#options.onOpen(latest, true)
      else this.#options.onHotAction(latest, action)
    })
    notification.on('failed', (_event, error) => {
      forget()
      // The rest are words of the system, which may quote the notification.
      this.#options.log.warn('notification.failed', { cause: /0x[\da-f]+/i.exec(error)?.[0] ?? 'unknown' })
    })
    notification.show()
  }

  /** Takes away what was told of these. */
  withdraw(about: readonly string[]): void {
    for (const key of about) {
      this.#standing.get(key)?.notification.close()
      this.#standing.delete(key)
    }
  }

  /** Takes everything away: it was for who was signed in. */
  clear(): void {
    this.withdraw([...this.#standing.keys()])
  }

  /** Shows a notification and waits for what the system says of it. */
  test(): Promise<NotificationTest['outcome']> {
    if (!Notification.isSupported()) return Promise.resolve('unsupported')
    const notification = new Notification({
      title: 'Leadline can reach you',
      body: 'This is how hot leads and messages are told.',
    })
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('unanswered'), ANSWER_MS)
      const answer = (outcome: NotificationTest['outcome']) => {
        clearTimeout(timer)
        resolve(outcome)
      }
      notification.once('show', () => answer('shown'))
      notification.once('failed', () => answer('refused'))
      notification.show()
    })
  }
}
