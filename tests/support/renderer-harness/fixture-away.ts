import type { AwayDigest, AwayKind } from '#shared/contract/areas/away.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'

const KINDS: AwayKind[][] = [
  ['attention'],
  ['hot', 'message'],
  ['assigned', 'message'],
  ['assigned'],
  ['message'],
  ['done'],
]

/** A night in which something of each kind happened. */
export function awayDigest(rows: readonly InboxRow[], now: number): AwayDigest {
  return {
    from: now - 14 * 3_600_000,
    to: now - 60_000,
    counts: { attention: 1, hot: 1, assigned: 2, message: 9, done: 1 },
    items: KINDS.map((kinds, index) => {
      const { id, lead_id, lead_label, platform, preview, at } = rows[index]!
      return { conversation_id: id, lead_id, lead_label, platform, preview, at, kinds, messages: index + 1 }
    }),
    more: 0,
  }
}
