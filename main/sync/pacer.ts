/** Runs something when asked to, but not too often: the first time after `delay`, then at most once in `every` ms. */
export interface Pacer {
  /** Asks for a run; several askings before it are one. */
  ask: () => void
  stop: () => void
}

/**
 * @param delay how long what is asked for may still change
 * @param every least time between two runs
 */
export function createPacer(delay: number, every: number, run: () => void): Pacer {
  let timer: NodeJS.Timeout | undefined
  let last = -Infinity
  return {
    ask() {
      if (timer) return
      const wait = Math.max(delay, last + every - performance.now())
      timer = setTimeout(() => {
        timer = undefined
        last = performance.now()
        run()
      }, wait)
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
