import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import type { z } from 'zod'
import { LOG_FILE } from '#main/support/log.ts'
import { rows, signInAsDemoUser } from '#tests/support/app-driver.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import { COMMANDS, LIVE_QUERIES } from '#shared/contract/ipc.ts'
import { expect, test } from '#tests/support/e2e.ts'

const SEED = 20_261_121
const CALLS = 10_000
const BATCH = 500

interface Call {
  via: 'command' | 'live'
  name: string
  input: unknown
}

/** Values of every kind that a page can send, some of which look like what is asked for. */
const value = fc.oneof(
  fc.anything({ withDate: true, withNullPrototype: false, maxDepth: 3 }),
  fc.uuid(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('', '\0', '__proto__', '../../etc/passwd', "'; drop table leads; --", 'x'.repeat(20_000), -1, 1e308),
)

/** A known command or query with fields of the right names and anything in them, or a name that nobody knows. */
const call = fc.oneof(
  { arbitrary: callOf('command', COMMANDS), weight: 6 },
  { arbitrary: callOf('live', LIVE_QUERIES), weight: 3 },
  {
    arbitrary: fc.record({
      via: fc.constantFrom('command' as const, 'live' as const),
      name: fc.oneof(
        fc.string({ maxLength: 80 }),
        fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
      ),
      input: value,
    }),
    weight: 1,
  },
)

function callOf(via: Call['via'], schemas: Record<string, object>): fc.Arbitrary<Call> {
  return fc.constantFrom(...Object.keys(schemas)).chain((name) => {
    const { shape } = schemas[name] as { shape?: object }
    const fields = fc.record(Object.fromEntries(Object.keys(shape ?? {}).map((key) => [key, value])), {
      requiredKeys: [],
    })
    return fc.record({ via: fc.constant(via), name: fc.constant(name), input: fc.oneof(fields, value) })
  })
}

/** Whether the contract itself takes it; such a call is not malformed, and is left out. */
function isWellFormed({ via, name, input }: Call): boolean {
  const schemas: Record<string, z.ZodType> = via === 'command' ? COMMANDS : LIVE_QUERIES
  return Object.hasOwn(schemas, name) && schemas[name]!.safeParse(input).success
}

// They are answered one after another, and others may use the machine, too.
test.describe.configure({ timeout: 240_000 })

test(`of ${CALLS.toLocaleString('en')} malformed calls none passes, and none crashes the app`, async ({
  office,
  computer,
}) => {
  await office.enquiry('Wall Watcher', 'Hello')
  const machine = await computer()
  const { window } = await machine.start()
  await signInAsDemoUser(window, await office.member('sales_rep'))

  const calls = fc.sample(
    call.filter((made) => !isWellFormed(made)),
    { numRuns: CALLS, seed: SEED },
  )
  const passed: unknown[] = []
  for (let from = 0; from < CALLS; from += BATCH) {
    const batch = calls.slice(from, from + BATCH)
    const codes = await window.evaluate(sendAll, batch)
    codes.forEach((code, index) => code === 'invalid_input' || passed.push([code, batch[index]]))
  }
  expect(passed).toEqual([])
  await expect(rows(window)).toHaveCount(1)
  // A log begins with its first line.
  const log = join(machine.userData, LOG_FILE)
  expect(existsSync(log) ? readFileSync(log, 'utf8') : '').not.toContain('ipc.failed')
})

/** In the page: the code that each call is answered with. */
async function sendAll(batch: Call[]): Promise<string[]> {
  const { desk } = globalThis as unknown as { desk: Desk }
  const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'passed' : result.error!.code)
  const codes: string[] = []
  for (const { via, name, input } of batch) {
    codes.push(
      await new Promise<string>((resolve) => {
        try {
          if (via === 'command') {
            void desk
              .command(name as 'sync.now', input as Record<string, never>)
              .then((result) => resolve(codeOf(result)))
            return
          }
          const stop = desk.live(name as 'sync.status', input as Record<string, never>, (result) => {
            resolve(codeOf(result))
            queueMicrotask(() => stop())
          })
        } catch {
          // It cannot even be sent.
          resolve('invalid_input')
        }
      }),
    )
  }
  return codes
}
