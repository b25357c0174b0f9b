import { RemoteError } from './remote.ts'

const FIRST_MS = 400
/** Low enough that a queue empties within 10 s of the network healing (sync.md, invariant 8). */
const LONGEST_MS = 8_000
/** A backend that speaks another protocol does not heal by itself within seconds. */
const INCOMPATIBLE_MS = 30_000

/**
 * How long to wait before the next attempt: exponential with full jitter, never less than the server asked for.
 * @param attempt consecutive failures so far, from 1
 * @param random a number in [0, 1)
 * @returns milliseconds
 */
export function backoffDelay(error: unknown, attempt: number, random: number): number {
  if (error instanceof RemoteError && error.code === 'incompatible') return INCOMPATIBLE_MS
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10))
  const delay = ceiling / 2 + (ceiling / 2) * random
  const asked = error instanceof RemoteError ? (error.retryAfterMs ?? 0) : 0
  return Math.max(delay, asked)
}
