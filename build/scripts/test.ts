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

interface Count {
  passed: number
  failed: number
}

interface Step {
  name: string
  run: () => Count
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

const asCount = (passed: boolean): Count => ({ passed: Number(passed), failed: Number(!passed) })

/** Runs a test runner that writes a JSON report; a runner that ends badly without one counts as one failure. */
function counted(script: string, args: string[], report: string, read: (json: unknown) => Count): Count {
  const ok = succeeds(script, args)
  let count: Count = { passed: 0, failed: 0 }
  try {
    count = read(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    console.error(`No report at ${report}.`)
  }
  return ok || count.failed > 0 ? count : { ...count, failed: 1 }
}

/** @param workers test files at the same time; one less than there are cores unless told otherwise */
function vitest(project: string, workers?: number): Count {
  const report = join(reports, `${project}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  if (workers) args.push(`--maxWorkers=${workers}`)
  return counted(command('vitest/package.json', 'vitest.mjs'), args, report, (json) => {
    const { numPassedTests, numFailedTests } = json as { numPassedTests: number; numFailedTests: number }
    return { passed: numPassedTests, failed: numFailedTests }
  })
}

function playwright(): Count {
  const missing = ensureChromium()
  if (missing) {
    console.error(missing)
    return asCount(false)
  }
  try {
    buildApp()
  } catch (error) {
    console.error(String(error))
    return asCount(false)
  }
  const report = join(reports, 'e2e.json')
  process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] = report
  const args = ['test', '--reporter=list,json']
  return counted(command('@playwright/test/package.json', 'cli.js'), args, report, (json) => {
    const { stats } = json as { stats: { expected: number; unexpected: number; flaky: number } }
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected }
  })
}

const STEPS: Step[] = [
  {
    name: 'lint',
    run: () => asCount(succeeds(command('oxlint/package.json', 'bin/oxlint'), ['--type-aware', '--max-warnings', '0'])),
  },
  { name: 'format', run: () => asCount(succeeds(command('oxfmt/package.json', 'bin/oxfmt'), ['--check', '.'])) },
  ...LAYERS.map((layer) => ({
    name: `types ${layer}`,
    run: () => asCount(succeeds(command('typescript/package.json', 'bin/tsc'), ['-p', layer])),
  })),
  { name: 'unit', run: () => vitest('unit', availableParallelism()) },
  { name: 'database', run: () => vitest('database', availableParallelism()) },
  { name: 'integration', run: () => vitest('integration') },
  { name: 'e2e', run: playwright },
  { name: 'dist', run: () => asCount(succeeds(join(ROOT, 'build/scripts/dist-check.ts'), [])) },
]

const wanted = process.argv.slice(2)
const chosen = STEPS.filter(({ name }) => wanted.length === 0 || wanted.includes(name.split(' ')[0]!))
const total: Count = { passed: 0, failed: 0 }
const failing: string[] = []
for (const { name, run } of chosen) {
  console.log(`\n── ${name}`)
  const started = performance.now()
  const { passed, failed } = run()
  total.passed += passed
  total.failed += failed
  if (failed > 0) failing.push(name)
  console.log(`── ${name}: ${passed} passed, ${failed} failed (${Math.round((performance.now() - started) / 1000)} s)`)
}
rmSync(reports, { recursive: true, force: true })
if (failing.length > 0) console.log(`\nFailing: ${failing.join(', ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
