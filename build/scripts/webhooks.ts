/**
 * `npm run test:webhooks -- --runs 10000 --seed s --vendors web,twilio`: sends so many mutations of each vendor's payloads
 * to the function ingest over a real database (tests/support/webhook-fuzz.ts). Prints a JSON line per vendor, and ends
 * with 1 when one was answered with a fault of ours or was half-written.
 */
import { parseArgs } from 'node:util'
import { startTestBackend } from '#tests/support/backend.ts'
import { FUZZED, fuzzVendor } from '#tests/support/webhook-fuzz.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now()) },
    vendors: { type: 'string', default: FUZZED.join(',') },
  },
})
const wanted = values.vendors.split(',')
const backend = await startTestBackend()
try {
  for (const vendor of FUZZED.filter((name) => wanted.includes(name))) {
    const started = performance.now()
    const report = await fuzzVendor(backend, vendor, Number(values.runs), values.seed)
    for (const line of [...report.failures.slice(0, 20), ...report.halves.slice(0, 20)]) console.error(line)
    const seconds = Math.round((performance.now() - started) / 1_000)
    const { failures, halves } = report
    console.log(
      JSON.stringify({ ...report, seed: values.seed, failures: failures.length, halves: halves.length, seconds }),
    )
    if (failures.length + halves.length > 0) process.exitCode = 1
  }
} finally {
  await backend.close()
}
