/** Longest time between two looks: something may have come from the server, a computer sleeps, and clocks are set. */
const LOOK_EVERY_MS = 10_000

const AT_LEAST_MS = 500

interface WakeClockOptions {
  /** Does what is due by `now`; answers when the next thing is. */
  wake: (now: number) => Promise<number | null>
  now: () => number
  log: { warn: (event: string, data?: object) => void }
}

/** Does what is due in its minute (snoozes, reminders), with a network or without. Returns the way to stop. */
export function startWakeClock({ wake, now, log }: WakeClockOptions): () => void {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  async function look(): Promise<void> {
    let wait = LOOK_EVERY_MS
    try {
      const next = await wake(now())
      if (next !== null) wait = Math.min(wait, Math.max(AT_LEAST_MS, next - now()))
    } catch (error) {
      // A full disk or a writer that is started again: it is looked at again all the same.
      if (!isStopped) log.warn('clock.wake.failed', { cause: error instanceof Error ? error.name : 'unknown' })
    }
    if (!isStopped) timer = setTimeout(() => void look(), wait)
  }
  void look()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
