/** What the runners' JSON reports say: how many tests passed, and what failed, by name and with its first words. */
import { stripVTControlCharacters } from 'node:util'

export interface Outcome {
  passed: number
  /** A line for each test that failed. */
  failures: string[]
}

/** Longest line of a failure: enough to know which one and why. */
const LINE = 240

const line = (name: string, message = ''): string => {
  // Colours are for the place where it failed, not for a summary.
  const [first = ''] = stripVTControlCharacters(message).trim().split('\n')
  return `${name}${first && `: ${first}`}`.slice(0, LINE)
}

interface VitestReport {
  numPassedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] | null }[]
  }[]
}

/** Of vitest's JSON reporter. A file that fell before its first test is one failure. */
export function vitestOutcome(json: unknown): Outcome {
  const { numPassedTests, testResults } = json as VitestReport
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [line(name, message)]
    return failed.map((test) => line(`${name} › ${test.fullName}`, test.failureMessages?.[0]))
  })
  return { passed: numPassedTests, failures }
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs: { title: string; file: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[]
}

interface PlaywrightReport {
  stats: { expected: number; flaky: number }
  suites: PlaywrightSuite[]
  /** What went wrong outside of any test. */
  errors: { message?: string }[]
}

/** Of Playwright's JSON reporter. */
export function playwrightOutcome(json: unknown): Outcome {
  const { stats, suites, errors } = json as PlaywrightReport
  const failures = [...suites.flatMap(failuresOf), ...errors.map(({ message }) => line('end to end', message))]
  return { passed: stats.expected + stats.flaky, failures }
}

function failuresOf({ suites = [], specs }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected')
      .map(({ results }) => line(`${file} › ${title}`, results.at(-1)?.error?.message)),
  )
  return [...own, ...suites.flatMap(failuresOf)]
}
