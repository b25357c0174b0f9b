import { startSeparateBackend } from '#tests/support/separate-backend.ts'
import { Violation } from '../violation.ts'
import { playProcesses } from './play.ts'

/** How many histories of whole processes were played, and what they went through. */
export interface ProcessSummary {
  runs: number
  violations: number
  kills: number
  /** Changes that desktops acknowledged before they were killed. */
  kept: number
  /** Faults that calls met. */
  faults: number
  seconds: number
}

/** Plays `runs` histories of whole processes, from seed `first` on, against one backend in a process of its own. */
export async function simulateProcesses(
  runs: number,
  first: number,
  print: (line: string) => void,
): Promise<ProcessSummary> {
  const started = performance.now()
  const summary = { runs: 0, violations: 0, kills: 0, kept: 0, faults: 0 }
  const backend = await startSeparateBackend()
  try {
    for (let seed = first; seed < first + runs; seed++) {
      summary.runs += 1
      try {
        const { kills, kept, faults } = await playProcesses(backend, seed)
        summary.kills += kills
        summary.kept += kept
        summary.faults += faults
      } catch (error) {
        if (!(error instanceof Violation)) throw error
        summary.violations += 1
        print(`seed ${seed}: ${error.invariant}: ${error.message}`)
      }
      if (summary.runs % 10 === 0) print(JSON.stringify(summary))
    }
  } finally {
    await backend.close()
  }
  return { ...summary, seconds: Math.round((performance.now() - started) / 1_000) }
}
