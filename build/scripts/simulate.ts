/**
 * `npm run simulate`: plays seeded histories of reps, an admin and the backend's own writers under faults, and checks the
 * invariants of replication (tests/simulator/README.md). Prints one JSON line at the end; ends with 1 on a violation.
 *
 *   --runs N --seed S           N histories, from seed S on; 100 from 1 unless told otherwise
 *   --seed S --steps 3,7,9      only these steps of one history, told one by one; `--steps all` for all of them
 *   --planted [--only a,b]      plants deliberate faults, each to be noticed within 500 histories
 *   --processes [--runs N]      whole desktop processes behind a faulty network, killed at any moment; 10 unless told
 *                               otherwise
 *   --kills N                   kills a process that commits N times, and counts what was lost of what it acknowledged
 *   --bundle file.json          makes up what fits a support bundle's queue and tells which invariants hold
 */
import { parseArgs } from 'node:util'
import { catchPlanted, replay, replayBundle, simulate } from '#tests/simulator/campaign.ts'
import { killRepeatedly } from '#tests/simulator/kills.ts'
import { simulateProcesses } from '#tests/simulator/processes/campaign.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string' },
    planted: { type: 'boolean', default: false },
    only: { type: 'string' },
    processes: { type: 'boolean', default: false },
    kills: { type: 'string' },
    bundle: { type: 'string' },
  },
})

/** A whole number from the command line. */
function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`--${name} needs a whole number, not "${text}"`)
  return value
}

const print = (line: string): void => console.error(line)

/** Runs the mode that the command line names; what it prints last, and whether all went well. */
async function run(): Promise<{ summary: object; isGood: boolean }> {
  const seed = whole('seed', values.seed)
  if (values.kills !== undefined) {
    const summary = await killRepeatedly(whole('kills', values.kills), print)
    return { summary, isGood: summary.losses === 0 }
  }
  if (values.processes) {
    const summary = await simulateProcesses(whole('runs', values.runs ?? '10'), seed, print)
    return { summary, isGood: summary.violations === 0 }
  }
  if (values.bundle !== undefined) {
    const summary = await replayBundle(values.bundle, seed, print)
    return { summary, isGood: summary.violations === 0 }
  }
  if (values.planted) {
    const catches = await catchPlanted(values.only?.split(',') ?? null, seed, print)
    const caught = catches.filter((one) => one.run !== null).length
    return { summary: { planted: catches.length, caught }, isGood: caught === catches.length }
  }
  if (values.steps !== undefined) {
    const only = values.steps === 'all' ? null : values.steps.split(',').map((n) => whole('steps', n))
    const summary = await replay(seed, only, print)
    return { summary, isGood: summary.violations === 0 }
  }
  const summary = await simulate(whole('runs', values.runs ?? '100'), seed, print)
  return { summary, isGood: summary.violations === 0 }
}

const { summary, isGood } = await run()
console.log(JSON.stringify(summary))
process.exitCode = isGood ? 0 : 1
