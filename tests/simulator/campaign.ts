/** Campaigns: many seeds in a row, or every planted fault until it is caught. */
import { castOf, castStatements, queueOf, readBundle } from './bundle.ts'
import { historyOf } from './history.ts'
import type { History } from './history.ts'
import { minimised } from './minimise.ts'
import { FAULTS } from './planted/faults.ts'
import type { Fault } from './planted/faults.ts'
import { plantedClient, plantingSql } from './planted/planting.ts'
import { openSimulator } from './simulator.ts'
import type { Simulator } from './simulator.ts'
import { INVARIANTS } from './violation.ts'
import type { Invariant, Violation } from './violation.ts'

export interface Summary {
  runs: number
  violations: number
  steps: number
  seconds: number
}

type Print = (line: string) => void

/** Histories that a support bundle is played with. */
const BUNDLE_RUNS = 8

/** Violations that are made short and printed; of those that follow only the seed is. */
const EXPLAINED = 3

/** Plays the histories of `runs` seeds from `seed` on, and explains what goes wrong. */
export async function simulate(runs: number, seed: number, print: Print): Promise<Summary> {
  const simulator = await openSimulator(runs)
  const started = performance.now()
  let violations = 0
  let steps = 0
  try {
    for (let n = 0; n < runs; n++) {
      const history = historyOf(seed + n)
      steps += history.steps.length
      const violation = await simulator.run(history)
      if (!violation) continue
      violations++
      if (violations <= EXPLAINED) await explain(simulator, history, violation, print)
      else print(headline(history, violation))
    }
    return { runs, violations, steps, seconds: Math.round((performance.now() - started) / 1_000) }
  } finally {
    await simulator.close()
  }
}

/** Plays some steps of one seed's history, or all of them, and tells what happens. */
export async function replay(seed: number, only: number[] | null, print: Print): Promise<Summary> {
  const simulator = await openSimulator(1)
  const started = performance.now()
  try {
    const whole = historyOf(seed)
    const steps = only ? whole.steps.filter(({ n }) => only.includes(n)) : whole.steps
    const history = { ...whole, steps }
    const violation = await simulator.run(history, { tell: print })
    if (violation) print(headline(history, violation))
    const seconds = Math.round((performance.now() - started) / 1_000)
    return { runs: 1, violations: violation ? 1 : 0, steps: steps.length, seconds }
  } finally {
    await simulator.close()
  }
}

/**
 * Makes up a cache and a server that fit a support bundle's queue and plays some seeded trouble over them.
 * @param file path of the bundle
 */
export async function replayBundle(
  file: string,
  seed: number,
  print: Print,
): Promise<Summary & { holds: Invariant[] }> {
  const bundle = await readBundle(file)
  const cast = castOf(bundle)
  const queue = queueOf(bundle)
  // One workplace a database: the ids of the bundle are in use after its first run.
  const simulator = await openSimulator(1)
  const started = performance.now()
  const broken = new Set<Invariant>()
  let steps = 0
  try {
    for (let n = 0; n < BUNDLE_RUNS; n++) {
      const whole = historyOf(seed + n)
      // First the queue alone, then with what may befall it.
      const history = n === 0 ? { ...whole, steps: [] } : whole
      steps += history.steps.length
      const violation = await simulator.run(history, {
        opening: (workplace) => ({ statements: castStatements(cast, workplace), queue }),
        ...(n === 0 && { tell: print }),
      })
      if (!violation) continue
      broken.add(violation.invariant)
      print(headline(history, violation))
    }
    const seconds = Math.round((performance.now() - started) / 1_000)
    const holds = INVARIANTS.filter((invariant) => !broken.has(invariant))
    return { runs: BUNDLE_RUNS, violations: broken.size, steps, seconds, holds }
  } finally {
    await simulator.close()
  }
}

const headline = (history: History, { invariant, message, at }: Violation): string =>
  `seed ${history.seed}: violated "${invariant}" ${at}\n  ${message}`

async function explain(simulator: Simulator, history: History, violation: Violation, print: Print): Promise<void> {
  print(headline(history, violation))
  const short = await minimised(history, async (fewer) => {
    const again = await simulator.run(fewer)
    return again?.invariant === violation.invariant
  })
  const lines: string[] = []
  const last = await simulator.run(short, { tell: (line) => lines.push(line) })
  print(`  in ${short.steps.length} of ${history.steps.length} steps:`)
  for (const line of lines) print(`    ${line}`)
  if (last) print(`  ${last.at}: ${last.message}`)
  const numbers = short.steps.map(({ n }) => n).join(',')
  print(`  replay: npm run simulate -- --seed ${history.seed} --steps ${numbers || 'none'}`)
}

/** Runs within which a planted fault has to be noticed. */
const CAUGHT_WITHIN = 500

export interface Catch {
  name: string
  /** Number of the run that noticed it, from 1; null when none did. */
  run: number | null
  invariant: string
}

/** Plants one fault after the other and plays histories until one notices it. */
export async function catchPlanted(names: string[] | null, seed: number, print: Print): Promise<Catch[]> {
  const faults = names ? FAULTS.filter(({ name }) => names.some((part) => name.includes(part))) : FAULTS
  const width = Math.max(...faults.map(({ name }) => name.length))
  const simulator = await openSimulator(CAUGHT_WITHIN)
  const catches: Catch[] = []
  try {
    for (const fault of faults) {
      const caught = await catchOne(simulator, fault, seed)
      catches.push(caught)
      const when = caught.run === null ? 'missed' : `run ${String(caught.run).padStart(3)}`
      print(`${fault.name.padEnd(width)}  ${when}  ${caught.invariant}`)
    }
    return catches
  } finally {
    await simulator.close()
  }
}

async function catchOne(simulator: Simulator, fault: Fault, seed: number): Promise<Catch> {
  simulator.plant(plantingSql(fault))
  const kit = fault.client ? await plantedClient(fault) : undefined
  for (let run = 1; run <= CAUGHT_WITHIN; run++) {
    const violation = await simulator.run(historyOf(seed + run - 1), kit ? { kit } : {})
    if (violation) return { name: fault.name, run, invariant: violation.invariant }
  }
  return { name: fault.name, run: null, invariant: '' }
}
