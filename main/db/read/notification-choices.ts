import { TOLD_EVENTS, type NotificationChoice } from '#shared/domain/notification-rules.ts'
import type { Connection } from '../connection.ts'

/** A choice of the rep's, and the row that keeps it. */
export interface KeptChoice extends NotificationChoice {
  id: string
}

const CHOICES = `select id, event, split, desktop, sound from notification_preferences
  where user_id = (select value from meta where key = 'user_id')`

type Row = Omit<KeptChoice, 'desktop' | 'sound'> & { desktop: number; sound: number }

/** What the rep has chosen to be told of, as far as this desktop tells it. */
export function notificationChoices(db: Connection): () => KeptChoice[] {
  const choices = db.prepare<[], Row>(CHOICES)
  return () =>
    choices
      .all()
      .filter(({ event }) => TOLD_EVENTS.includes(event))
      .map((row) => ({ ...row, desktop: row.desktop === 1, sound: row.sound === 1 }))
}
