/** Longest time between two looks: a snooze may have come from the server, and a computer sleeps. */
const LOOK_EVERY_MS = 10_000

const AT_LEAST_MS = 500

interface SnoozeClockOptions {
  /** Opens what has slept long enough by `now`; answers when the next one is due. */
  wake: (now: number) => Promise<number | null>
  now: () => number
  log: { warn: (event: string, data?: object) => void }
}

/** Brings snoozed conversations back in their minute, with a network or without. Returns the way to stop. */
export function startSnoozeClock({ wake, now, log }: SnoozeClockOptions): () => void {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  async function look(): Promise<void> {
    let wait = LOOK_EVERY_MS
    try {
      const next = await wake(now())
      if (next !== null) wait = Math.min(wait, Math.max(AT_LEAST_MS, next - now()))
    } catch (error) {
      // A full disk or a writer that is started again: it is looked at again all the same.
      if (!isStopped) log.warn('snooze.wake.failed', { cause: error instanceof Error ? error.name : 'unknown' })
    }
    if (!isStopped) timer = setTimeout(() => void look(), wait)
  }
  void look()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}
