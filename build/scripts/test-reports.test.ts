import { expect, test } from 'vitest'
import { playwrightOutcome, vitestOutcome } from './test-reports.ts'

const file = (name: string, assertionResults: object[], status = 'failed', message = '') => ({
  name,
  status,
  message,
  assertionResults,
})

test('a test that failed is named with its file and the first line of its message', () => {
  const outcome = vitestOutcome({
    numPassedTests: 1,
    testResults: [
      file('walls.test.ts', [
        { status: 'passed', fullName: 'a rep reads', failureMessages: [] },
        {
          status: 'failed',
          fullName: 'a viewer writes',
          failureMessages: ['\u001b[31mError: leaked\u001b[39m\n  at x'],
        },
      ]),
    ],
  })
  expect(outcome).toEqual({ passed: 1, failures: ['walls.test.ts › a viewer writes: Error: leaked'] })
})

test('a file that fell before its first test is one failure', () => {
  const { failures } = vitestOutcome({
    numPassedTests: 0,
    testResults: [file('seed.test.ts', [], 'failed', 'no port')],
  })
  expect(failures).toEqual(['seed.test.ts: no port'])
})

test('specs are found in the suites of suites, and what fell outside of them as well', () => {
  const spec = (title: string, status: string) => ({
    title,
    file: 'inbox.spec.ts',
    tests: [{ status, results: [{ error: { message: 'first try' } }, { error: { message: 'timed out' } }] }],
  })
  const outcome = playwrightOutcome({
    stats: { expected: 2, flaky: 1 },
    suites: [{ specs: [spec('opens', 'expected')], suites: [{ specs: [spec('closes', 'unexpected')] }] }],
    errors: [{ message: 'no browser' }],
  })
  expect(outcome).toEqual({
    passed: 3,
    failures: ['inbox.spec.ts › closes: timed out', 'end to end: no browser'],
  })
})
