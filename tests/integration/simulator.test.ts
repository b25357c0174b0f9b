import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const SIMULATE = join(import.meta.dirname, '..', '..', 'build', 'scripts', 'simulate.ts')

/** Runs the command as a person would; resolves to its last line, or rejects with what it printed. */
async function simulate(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [SIMULATE, ...args])
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

test('seeded histories under faults violate no invariant of replication', { timeout: 600_000 }, async () => {
  expect(await simulate('--runs', '100', '--seed', '1')).toMatchObject({ runs: 100, violations: 0 })
})

test('deliberate faults are noticed', { timeout: 600_000 }, async () => {
  const faults = ['acknowledged before', 'outcome lost', 'shadow not restored', 'tombstones told', 'lease outlives']
  expect(await simulate('--planted', '--only', faults.join(','))).toEqual({ planted: 5, caught: 5 })
})

test('a history can be played again, in whole and in part', { timeout: 300_000 }, async () => {
  expect(await simulate('--seed', '7', '--steps', '0,1,2')).toMatchObject({ runs: 1, violations: 0, steps: 3 })
})

test('a number that is none is refused', { timeout: 300_000 }, async () => {
  await expect(simulate('--runs', 'many')).rejects.toThrow('--runs needs a whole number')
})

test('desktop processes that are killed behind a faulty network lose nothing and end equal to the server', async () => {
  expect(await simulate('--processes', '--runs', '2', '--seed', '1')).toMatchObject({ runs: 2, violations: 0 })
})
