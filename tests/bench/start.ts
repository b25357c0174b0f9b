/** From the start of the process to the inbox painted from the cache, beside an empty window of the same host. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedDemo } from '#build/demo/seed.ts'
import { buildApp } from '#build/scripts/build-app.ts'
import { rows, signInAsDemoUser } from '#tests/support/app-driver.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { launchApp } from '#tests/support/electron-host.ts'
import { median, type Report } from './figures.ts'

/** How often each start is measured. */
export const START_RUNS = 5

export async function benchStart(report: Report): Promise<void> {
  buildApp()
  const scratch = mkdtempSync(join(tmpdir(), 'leadline-bench-'))
  const backend = await startTestBackend()
  try {
    const { users } = await seedDemo(backend.sql, { createUser: backend.createUser })
    const env = { LEADLINE_LOCAL_BACKEND: JSON.stringify({ url: backend.url, anonKey: backend.anonKey, users: [] }) }
    const userData = join(scratch, 'user-data')
    const first = await launchApp({ userData, env })
    await signInAsDemoUser(
      first.window,
      users.find((user) => user.role === 'owner')!,
    )
    await first.app.close()

    const starts = await startTimes(async () => {
      const { app, window } = await launchApp({ userData, env })
      await rows(window).first().waitFor()
      return app
    })
    const floors = await emptyStarts(emptyApp(join(scratch, 'empty')))
    report({ name: 'start.inbox', value: median(starts), unit: 'ms', floor: median(floors), n: START_RUNS })
  } finally {
    await backend.close()
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Milliseconds of each start, closing not counted. */
export async function startTimes(start: () => Promise<{ close(): Promise<void> }>): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < START_RUNS; run++) {
    const begun = performance.now()
    const app = await start()
    times.push(performance.now() - begun)
    await app.close()
  }
  return times
}

/** Starts of {@link emptyApp}. */
export function emptyStarts(app: string): Promise<number[]> {
  return startTimes(async () => {
    const launched = await launchApp({ app, userData: `${app}-data` })
    await launched.window.getByText('Empty').waitFor()
    return launched.app
  })
}

/**
 * An application that opens one window with one word in it.
 * @param more HTML behind the word
 */
export function emptyApp(directory: string, more = ''): string {
  const page = JSON.stringify(`data:text/html,${encodeURIComponent(`<p>Empty</p>${more}`)}`)
  const main = `
    import { app, BrowserWindow } from 'electron'
    app.whenReady().then(() => new BrowserWindow({ width: 1360, height: 860 }).loadURL(${page}))
    app.on('window-all-closed', () => app.quit())`
  mkdirSync(directory)
  writeFileSync(join(directory, 'main.mjs'), main)
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.mjs' }))
  return directory
}
