import type { Sql } from 'postgres'
import type { Running } from '#build/demo/live.ts'
import { startPulse } from '#build/demo/pulse.ts'

/** Between two looks at what is due, in milliseconds. */
const PAUSE_MS = 1_000

/** What `app.run_due` answers. */
interface RunReport {
  jobs: { name: string; items: number; milliseconds: number; error?: string }[]
  failed: number
}

/**
 * Runs the jobs of `app.jobs` when they are due, as pg_cron does on a hosted project: each in a transaction of its own,
 * one after the other. A job that fails is logged; the database decides when it is tried again.
 */
export function startScheduler(sql: Sql, log: (line: string) => void, pauseMs = PAUSE_MS): Running {
  const stopping = new AbortController()
  const runDue = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const [row] = await sql<{ report: RunReport }[]>`select app.run_due(1) as report`
      const jobs = row!.report.jobs
      for (const { name, error } of jobs) if (error !== undefined) log(`job ${name}: ${error}`)
      if (jobs.length === 0) return
    }
  }
  const pulse = startPulse('scheduler', () => pauseMs, runDue, log)
  return {
    stop() {
      stopping.abort()
      return pulse.stop()
    },
  }
}
