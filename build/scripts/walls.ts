/**
 * `npm run test:walls`: signs in as every role of two organisations and tries every table, view and function
 * (tests/walls/matrix.ts). Prints one JSON line, `{"attempts", "leaks", "roles", "tables", "functions", "seconds"}`, and
 * each leak as a line on standard error; ends with 1 when there is one.
 *
 * `npm run test:walls -- --thorough` sends every role of both organisations over REST; it takes some minutes.
 */
import { parseArgs } from 'node:util'
import { startBackendProcess } from '#tests/walls/backend-process.ts'
import { tryWalls } from '#tests/walls/matrix.ts'

const { values } = parseArgs({ options: { thorough: { type: 'boolean', default: false } } })
const started = performance.now()
const backend = await startBackendProcess()
try {
  const { attempts, leaks, roles, tables, functions } = await tryWalls(backend, values)
  for (const leak of leaks) console.error(leak)
  const seconds = Math.round((performance.now() - started) / 1_000)
  console.log(JSON.stringify({ attempts, leaks: leaks.length, roles: roles.length, tables, functions, seconds }))
  process.exitCode = leaks.length > 0 ? 1 : 0
} finally {
  await backend.close()
}
