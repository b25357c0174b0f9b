import type { ReadTimes as Summary } from '#shared/contract/areas/health.ts'

/** So many of the latest times of each read are looked at: enough for a 95th percentile, soon forgotten. */
const KEPT = 200

interface Times {
  count: number
  /** The latest, in a ring. */
  latest: number[]
}

/** How long the cache's answers took, from the question in main to the answer there. */
export class ReadTimes {
  readonly #times = new Map<string, Times>()

  /** @param ms of one read, in milliseconds */
  record(name: string, ms: number): void {
    const times = this.#times.get(name) ?? { count: 0, latest: [] }
    times.latest[times.count % KEPT] = ms
    times.count += 1
    this.#times.set(name, times)
  }

  /** Of each read that was asked so far, slowest first. */
  summary(): Summary[] {
    return [...this.#times]
      .map(([name, { count, latest }]) => {
        const sorted = latest.toSorted((a, b) => a - b)
        return { name, count, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) }
      })
      .toSorted((a, b) => b.p95 - a.p95 || a.name.localeCompare(b.name))
  }
}

/** The smallest value that so large a part of them does not exceed (nearest rank). */
const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(Math.ceil(part * sorted.length) - 1, 0)] ?? 0
