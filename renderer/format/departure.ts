/** When a message leaves, as the thread tells it. */
import { UNDO_MS } from '#shared/domain/outgoing.ts'

/** The longest that a timer can wait. */
const MAX_WAIT = 2 ** 31 - 1

/**
 * Whole seconds until a message leaves, counted down while it can still be taken back: 10 … 1, then 0; `Infinity` before.
 * @param leavesAt milliseconds since 1970, as `now`
 */
export function secondsLeft(leavesAt: number, now: number): number {
  const left = leavesAt - now
  return left > UNDO_MS ? Infinity : Math.max(0, Math.ceil(left / 1000))
}

/** Milliseconds until {@link secondsLeft} says something else; null when it never will. */
export function untilChange(leavesAt: number, now: number): number | null {
  const left = leavesAt - now
  if (left <= 0) return null
  return Math.min(left > UNDO_MS ? left - UNDO_MS : left % 1000 || 1000, MAX_WAIT)
}

/** Calls `changed` each time that {@link secondsLeft} says something else, with one timer; returns the way to stop it. */
export function watchSeconds(leavesAt: number, changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = () => {
    const next = untilChange(leavesAt, Date.now())
    if (next !== null) timer = setTimeout(tick, next)
  }
  const tick = () => {
    wait()
    changed()
  }
  wait()
  return () => clearTimeout(timer)
}
