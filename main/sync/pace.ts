/** How long to wait before a pull that others are making at the same moment (jitter, so that they do not all at once). */

/** Pokes older than this say nothing about how busy it is. */
const WINDOW_MS = 10_000
/** A backend that answers within this is not busy, however many pokes come. */
const PROMPT_MS = 50
const MOST_POKES = 40
const LONGEST_MS = 2_000
/** After a doorbell that was broken for everybody works again. */
const RECONNECT_MS = 3_000
/** A poke within this time of the rep's own push is about that push. */
const OWN_MS = 2_000
/** Rounds of which the quickest tells how fast the backend is; a long one may only have had much to bring. */
const ROUNDS = 3

export interface Pace {
  /** A round took so long, milliseconds. */
  pulled(ms: number): void
  /** The rep's own change was settled: its poke is not for waiting. */
  pushed(): void
  /** A poke came. @returns how long to wait before the pull, milliseconds */
  afterPoke(): number
  /** The doorbell works: the first time at once, later after a pause that differs from desktop to desktop. */
  afterReconnect(): number
}

/**
 * Waits after pokes grow with their number and with how slowly the backend answers: where it is prompt there is nothing to
 * spread, and where it is not, a storm of pokes would otherwise be one of pulls.
 * @param random numbers in [0, 1)
 */
export function createPace(now: () => number, random: () => number): Pace {
  let pokes: number[] = []
  let rounds: number[] = []
  let pushedAt = -Infinity
  let wasUp = false
  return {
    pulled: (ms) => (rounds = [...rounds.slice(1 - ROUNDS), ms]),
    pushed: () => (pushedAt = now()),
    afterPoke() {
      const at = now()
      pokes = [...pokes.filter((poke) => Math.abs(at - poke) < WINDOW_MS).slice(1 - MOST_POKES), at]
      if (Math.abs(at - pushedAt) < OWN_MS) return 0
      const slowness = Math.max(0, Math.min(...rounds) - PROMPT_MS)
      return rounds.length === 0 ? 0 : random() * Math.min(LONGEST_MS, (slowness * pokes.length) / 8)
    },
    afterReconnect() {
      const delay = wasUp ? random() * RECONNECT_MS : 0
      wasUp = true
      return delay
    },
  }
}
