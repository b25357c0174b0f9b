import type { PresentColleague } from '../../actions/use-presence.ts'
import { presenceWords } from '../../format/presence-words.ts'
import { elapsed, fullTime, shortTime } from '../../format/time.ts'
import { nameOf, PLATFORM_NAMES, PRIORITY_NAMES, SAVE_WORDS } from '../../format/vocabulary.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

/** Who spoke last, of those who are not the customer. */
export const AUTHORS = { you: 'You', team: 'Team', ai: 'AI', system: 'System' }

/** What was said last; a message of files alone has no words. Empty where nothing was said at all. */
export const wordsOf = ({ preview, last_by, unread, waiting_since }: InboxRow): string =>
  preview || (last_by !== null || unread > 0 || waiting_since !== null ? 'Sent a file' : '')

/** What is normal, or can wait, is not said. */
export const isPressing = (priority: InboxRow['priority']): boolean => priority === 'urgent' || priority === 'high'

/** The row as one sentence, the parts that decide first. */
export function spokenRow(row: InboxRow, now: number, present: readonly PresentColleague[] = []): string {
  return [
    nameOf(row.lead_label),
    present.length > 0 && presenceWords(present),
    row.unread > 0 && `${row.unread} unread`,
    isPressing(row.priority) && `${PRIORITY_NAMES[row.priority].toLowerCase()} priority`,
    PLATFORM_NAMES[row.platform],
    row.status === 'snoozed' && row.snoozed_until !== null && `snoozed until ${fullTime(row.snoozed_until)}`,
    row.waiting_since !== null && `waiting ${elapsed(row.waiting_since, now)}`,
    `${row.last_by ? `${AUTHORS[row.last_by]}: ` : ''}${wordsOf(row)}`,
    shortTime(row.at, now),
    row.stage?.name,
    row.score > 0 && `score ${row.score}`,
    row.handler_id === null && 'unassigned',
    row.save_state !== 'saved' && SAVE_WORDS[row.save_state],
  ]
    .filter(Boolean)
    .join(', ')
}
