import { dayKey } from '../../format/time.ts'
import type { TimelineItem, TimelineMessage, TimelineNote } from '#shared/contract/read-models.ts'

/** One line of the thread: a day separator, a message with its place in a run of the same sender, or a note. */
export type ThreadEntry =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'message'; key: string; message: TimelineMessage; firstOfRun: boolean; lastOfRun: boolean }
  | { kind: 'note'; key: string; note: TimelineNote }

/** Messages of one sender further apart than this (ms) are told apart. */
const RUN_GAP = 5 * 60_000

/** Lays out a timeline (oldest first) with day separators and runs of messages by the same sender. */
export function layOutThread(items: readonly TimelineItem[]): ThreadEntry[] {
  const entries: ThreadEntry[] = []
  let day = ''
  for (const [index, item] of items.entries()) {
    const itemDay = dayKey(item.at)
    if (itemDay !== day) {
      day = itemDay
      entries.push({ kind: 'day', key: `day-${day}`, at: item.at })
    }
    entries.push(
      item.kind === 'note'
        ? { kind: 'note', key: item.id, note: item }
        : {
            kind: 'message',
            key: item.id,
            message: item,
            firstOfRun: !sameRun(items[index - 1], item),
            lastOfRun: !sameRun(item, items[index + 1]),
          },
    )
  }
  return entries
}

function sameRun(before: TimelineItem | undefined, after: TimelineItem | undefined): boolean {
  if (before?.kind !== 'message' || after?.kind !== 'message') return false
  return (
    before.sender_type === after.sender_type &&
    before.sender_id === after.sender_id &&
    before.sender_type !== 'system' &&
    !before.call &&
    !after.call &&
    !after.subject &&
    after.at - before.at < RUN_GAP &&
    dayKey(before.at) === dayKey(after.at)
  )
}
