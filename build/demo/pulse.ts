import type { Running } from './live.ts'

/** Longer timers would fire at once (they hold 31 bits of milliseconds). */
const LONGEST = 2 ** 31 - 1

/**
 * Calls `work` again and again, `pause()` milliseconds after it has ended, and never two at once. What it throws is
 * logged as `name`, and the next call comes in its time.
 */
export function startPulse(
  name: string,
  pause: () => number,
  work: () => Promise<void>,
  log: (line: string) => void,
): Running {
  let stopped = false
  let current: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const schedule = () => {
    if (stopped) return
    timer = setTimeout(
      () => {
        current = work()
          .catch((error: unknown) => log(`${name}: ${error instanceof Error ? error.message : String(error)}`))
          .then(schedule)
      },
      Math.min(pause(), LONGEST),
    )
  }
  schedule()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await current
    },
  }
}
