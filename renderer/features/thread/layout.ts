import { dayKey } from '../../format/time.ts'
import type { TimelineItem, TimelineMessage, TimelineNote, TimelineStageChange } from '#shared/contract/read-models.ts'

/**
 * One line of the thread: a day separator, a message with its place in a run of the same sender, a note, a move between
 * stages, or the place where messages may be missing.
 */
export type ThreadEntry =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'message'; key: string; message: TimelineMessage; firstOfRun: boolean; lastOfRun: boolean }
  | { kind: 'note'; key: string; note: TimelineNote }
  | { kind: 'stage'; key: string; change: TimelineStageChange }
  | { kind: 'gap'; key: string }

/** Messages of one sender further apart than this (ms) are told apart. */
const RUN_GAP = 5 * 60_000

interface Between {
  /** Moves between stages, oldest first. */
  stageChanges?: readonly TimelineStageChange[]
  /** Before this time messages may be missing; null where none are. */
  gapAt?: number | null
}

/** Lays out a timeline (oldest first) with day separators and runs of messages by the same sender. */
export function layOutThread(
  items: readonly TimelineItem[],
  { stageChanges = [], gapAt = null }: Between = {},
): ThreadEntry[] {
  const entries: ThreadEntry[] = []
  let day = ''
  let moves = 0
  let gap = gapAt
  const openDay = (at: number) => {
    if (dayKey(at) === day) return
    day = dayKey(at)
    entries.push({ kind: 'day', key: `day-${day}`, at })
  }
  const moveUntil = (at: number) => {
    for (let change = stageChanges[moves]; change && change.at <= at; change = stageChanges[(moves += 1)]) {
      openDay(change.at)
      entries.push({ kind: 'stage', key: change.id, change })
    }
  }
  for (const [index, item] of items.entries()) {
    moveUntil(item.at)
    if (gap !== null && item.at >= gap) {
      gap = null
      entries.push({ kind: 'gap', key: 'gap' })
    }
    openDay(item.at)
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
  moveUntil(Infinity)
  return entries
}

function sameRun(before: TimelineItem | undefined, after: TimelineItem | undefined): boolean {
  if (before?.kind !== 'message' || after?.kind !== 'message') return false
  return (
    before.sender_type === after.sender_type &&
    before.sender_id === after.sender_id &&
    before.conversation_id === after.conversation_id &&
    before.sender_type !== 'system' &&
    !before.call &&
    !after.call &&
    !after.subject &&
    after.at - before.at < RUN_GAP &&
    dayKey(before.at) === dayKey(after.at)
  )
}
