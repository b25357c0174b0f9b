import type { History, Step } from './history.ts'

/** Runs that making a history shorter may take. */
const BUDGET = 150

/**
 * The shortest part of a history that still fails, as far as taking steps out in ever smaller groups finds it (delta
 * debugging).
 * @param fails plays a history; whether it fails in the same way
 */
export async function minimised(history: History, fails: (history: History) => Promise<boolean>): Promise<History> {
  let steps = history.steps
  let runs = 0
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length && runs < BUDGET;) {
      const fewer: Step[] = [...steps.slice(0, from), ...steps.slice(from + size)]
      runs++
      if (await fails({ ...history, steps: fewer })) steps = fewer
      else from += size
    }
  }
  return { ...history, steps }
}
