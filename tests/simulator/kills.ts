import { killHarness } from '#main/db/kill-harness.ts'
import { testCache } from '#main/db/test-support.ts'

export interface KillSummary {
  kills: number
  /** Changes that the killed processes had acknowledged. */
  acknowledged: number
  /** Acknowledged changes that were gone, and commits kept in half. */
  losses: number
  seconds: number
}

/** Kills after which a new cache is begun: every kill looks at all that was acknowledged before. */
const KILLS_PER_CACHE = 100
/** How many changes a process gets to acknowledge before it is killed: 1 to this. */
const MOST_COMMITS = 23

/** Kills a committing process `kills` times and counts what was lost. */
export async function killRepeatedly(kills: number, print: (line: string) => void): Promise<KillSummary> {
  const started = performance.now()
  const summary = { kills: 0, acknowledged: 0, losses: 0 }
  while (summary.kills < kills) {
    const cache = testCache()
    try {
      const kill = await killHarness(cache)
      for (let n = 0; n < KILLS_PER_CACHE && summary.kills < kills; n++) {
        const report = await kill(1 + ((n * 7) % MOST_COMMITS))
        summary.kills++
        summary.acknowledged += report.acknowledged
        summary.losses += report.lost.length + report.halves
        if (report.lost.length + report.halves > 0) print(`kill ${summary.kills} lost ${JSON.stringify(report)}`)
      }
    } finally {
      await cache.dispose()
    }
  }
  return { ...summary, seconds: Math.round((performance.now() - started) / 1_000) }
}
