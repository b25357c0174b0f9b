import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { FUZZED, fuzzVendor } from '#tests/support/webhook-fuzz.ts'

/** A look; `npm run test:webhooks -- --runs 10000` is the whole. */
const RUNS = 60

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startTestBackend()
})
afterAll(() => backend.close())

test.each(FUZZED)('mutations of what %s delivers are never a fault of ours and never half-written', async (name) => {
  const { failures, halves } = await fuzzVendor(backend, name, RUNS, 'ci')
  expect([failures, halves]).toEqual([[], []])
})
