import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { testCache } from '../test-support.ts'
import { STEPS, SimulatedClient } from './simulated-client.ts'
import type { Step } from './simulated-client.ts'

const step: fc.Arbitrary<Step> = fc.record({ do: fc.constantFrom(...STEPS), pick: fc.nat({ max: 59 }) })

async function survives(steps: Step[]): Promise<void> {
  const client = new SimulatedClient(testCache())
  try {
    await client.take({ do: 'pull', pick: 1 })
    for (const taken of steps) await client.take(taken)
    await client.heal()
  } finally {
    await client.end()
  }
}

test(
  'shows the server rows with the queue on top after every step, and the server rows alone at last',
  { timeout: 60_000 },
  async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 45 }), survives)
    await expect(fc.assert(property, { numRuns: 60 })).resolves.toBeUndefined()
  },
)
