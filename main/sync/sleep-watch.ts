const BEAT_MS = 10_000
/** A beat so late was not the event loop's delay: the computer slept, or was stopped. */
const LATE_MS = 30_000

/**
 * Notices that the computer has slept by the clock having moved on between two beats, for where the system does not tell.
 * @returns the way to stop
 */
export function watchForSleep(now: () => number, onWake: () => void): () => void {
  let last = now()
  const timer = setInterval(() => {
    const at = now()
    if (at - last > LATE_MS) onWake()
    last = at
  }, BEAT_MS)
  return () => clearInterval(timer)
}
