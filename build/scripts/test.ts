/**
 * `npm test`: lint, format, types, unit, database, integration and end-to-end tests, one after the other. Installs Chromium
 * from Debian's packages where it is missing and may be installed. Ends with a line `N passed, N failed`.
 *
 * `npm test -- unit e2e` runs only the steps named.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ensureChromium } from '#build/electron-stand-in/chromium-install.ts'
import { buildApp, ROOT } from './build-app.ts'
import { playwrightOutcome, vitestOutcome, type Outcome } from './test-reports.ts'

interface Step {
  name: string
  run: () => Outcome
}

const LAYERS = ['shared', 'main', 'preload', 'renderer', 'supabase', 'build', 'tests']

const reports = mkdtempSync(join(tmpdir(), 'leadline-test-'))
const require = createRequire(import.meta.url)

/** A package's command as [node, script], so that it runs on this Node whatever the system has. */
function command(manifest: string, bin: string): string {
  return join(dirname(require.resolve(manifest)), bin)
}

function succeeds(script: string, args: string[]): boolean {
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' })
  if (error) console.error(error.message)
  return status === 0
}

const asOne = (passed: boolean, name: string): Outcome => ({ passed: Number(passed), failures: passed ? [] : [name] })

const checks = (name: string, manifest: string, bin: string, args: string[]): Step => ({
  name,
  run: () => asOne(succeeds(command(manifest, bin), args), name),
})

/** Runs a test runner that writes a JSON report; a runner that ends badly without one counts as one failure. */
function reported(script: string, args: string[], report: string, read: (json: unknown) => Outcome): Outcome {
  const ok = succeeds(script, args)
  let outcome: Outcome = { passed: 0, failures: [] }
  try {
    outcome = read(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    console.error(`No report at ${report}.`)
  }
  return ok || outcome.failures.length > 0 ? outcome : { ...outcome, failures: ['The runner ended badly.'] }
}

/** @param workers test files at the same time; one less than there are cores unless told otherwise */
function vitest(project: string, workers?: number): Outcome {
  const report = join(reports, `${project}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  if (workers) args.push(`--maxWorkers=${workers}`)
  return reported(command('vitest/package.json', 'vitest.mjs'), args, report, vitestOutcome)
}

function playwright(): Outcome {
  const missing = ensureChromium()
  if (missing) return asOne(false, missing)
  try {
    buildApp()
  } catch (error) {
    return asOne(false, String(error))
  }
  const report = join(reports, 'e2e.json')
  process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] = report
  const args = ['test', '--reporter=list,json']
  return reported(command('@playwright/test/package.json', 'cli.js'), args, report, playwrightOutcome)
}

const STEPS: Step[] = [
  checks('lint', 'oxlint/package.json', 'bin/oxlint', ['--type-aware', '--max-warnings', '0']),
  checks('format', 'oxfmt/package.json', 'bin/oxfmt', ['--check', '.']),
  ...LAYERS.map((layer) => checks(`types ${layer}`, 'typescript/package.json', 'bin/tsc', ['-p', layer])),
  { name: 'unit', run: () => vitest('unit', availableParallelism()) },
  { name: 'database', run: () => vitest('database', availableParallelism()) },
  { name: 'integration', run: () => vitest('integration') },
  { name: 'e2e', run: playwright },
  { name: 'dist', run: () => asOne(succeeds(join(ROOT, 'build/scripts/dist-check.ts'), []), 'dist') },
]

const wanted = process.argv.slice(2)
const chosen = STEPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name.split(' ')[0]!))
let passedInAll = 0
const failedInAll: string[] = []
for (const { name, run } of chosen) {
  console.log(`\n── ${name}`)
  const started = performance.now()
  const { passed, failures } = run()
  passedInAll += passed
  failedInAll.push(...failures)
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(`── ${name}: ${passed} passed, ${failures.length} failed (${seconds} s)`)
}
rmSync(reports, { recursive: true, force: true })
// Repeated where it is found: a run is thousands of lines long.
if (failedInAll.length > 0) console.log(['\nFailed:', ...failedInAll].join('\n  '))
console.log(`\n${passedInAll} passed, ${failedInAll.length} failed`)
process.exitCode = failedInAll.length > 0 || passedInAll === 0 ? 1 : 0
