import type { Cursor } from '#shared/replication/protocol.ts'
import { isVisible } from '#shared/replication/snapshot.ts'
import { Violation } from './violation.ts'

/**
 * A cursor of the same generation sees at least what the one before saw.
 * @throws Violation
 */
export function assertForward(before: Cursor | null, now: Cursor): void {
  if (!before?.snapshot || before.generation !== now.generation) return
  if (!now.snapshot) throw back(before, now)
  const [, lastEnd] = before.snapshot.split(':')
  const [xmin, xmax, running] = now.snapshot.split(':')
  const unseen = [...(running ?? '').split(',').filter(Boolean), xmax!].filter((xid) =>
    isVisible(xid, before.snapshot!),
  )
  if (BigInt(xmax!) < BigInt(lastEnd!) || BigInt(xmin!) > BigInt(xmax!) || unseen.length > 0) throw back(before, now)
}

const back = (before: Cursor, now: Cursor) =>
  new Violation('the cursor never goes back', `from ${before.snapshot} to ${now.snapshot}`)
