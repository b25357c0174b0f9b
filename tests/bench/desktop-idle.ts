/** What the app takes of the computer while nobody does anything, beside an empty window of the same host. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ElectronApplication, Page } from '@playwright/test'
import { buildApp } from '#build/scripts/build-app.ts'
import type { Desk } from '#shared/contract/ipc.ts'
import { rows } from '#tests/support/app-driver.ts'
import { launchApp } from '#tests/support/electron-host.ts'
import type { Report } from './figures.ts'
import { NO_BACKEND } from './large-user-data.ts'
import { emptyApp } from './start.ts'

/** How long nobody does anything: longer than the longest of the app's own intervals. */
const IDLE_MS = 40_000

/** It is at rest when two looks of this length, ms, differ by less than so many percent of a processor. */
const LOOK_MS = 5_000
const ALIKE = 0.5
const MOST_LOOKS = 24

interface Idle {
  /** Share of one processor, of the main process with its workers and of the page's own thread. */
  cpu: number
  /** Of the main process, MB. */
  rss: number
}

/**
 * @param fill puts an installation's data, with somebody signed in, into a folder that is not there yet
 * @param idleMs how long is measured
 */
export async function benchIdle(
  report: Report,
  fill: (directory: string) => Promise<void>,
  idleMs = IDLE_MS,
): Promise<void> {
  buildApp()
  const scratch = mkdtempSync(join(tmpdir(), 'leadline-bench-idle-'))
  try {
    const empty = emptyApp(join(scratch, 'empty'))
    const blank = await launchApp({ app: empty, userData: `${empty}-data` })
    await blank.window.getByText('Empty').waitFor()
    const floor = await idleOf(blank.app, blank.window, idleMs)
    await blank.app.close()

    const userData = join(scratch, 'user-data')
    await fill(userData)
    const { app, window } = await launchApp({ userData, env: NO_BACKEND })
    await rows(window).first().waitFor()
    await searchIsReady(window)
    const { cpu, rss } = await idleOf(app, window, idleMs)
    await app.close()
    report({ name: 'desktop.idle.cpu', value: cpu, unit: '%', floor: floor.cpu, n: 1 })
    report({ name: 'desktop.main.rss', value: rss, unit: 'MB', floor: floor.rss, n: 1 })
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function idleOf(app: ElectronApplication, window: Page, idleMs: number): Promise<Idle> {
  const session = await window.context().newCDPSession(window)
  await session.send('Performance.enable', { timeDomain: 'timeTicks' })
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const page = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
    const main = await app.evaluate(() => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000
    })
    return page * 1_000 + main
  }
  const share = async (ms: number) => {
    const begun = performance.now()
    const before = await spent()
    await delay(ms)
    const after = await spent()
    return ((after - before) / (performance.now() - begun)) * 100
  }
  await settled(share)
  const cpu = await share(idleMs)
  const rss = (await app.evaluate(() => process.memoryUsage().rss)) / 1_000_000
  return { cpu, rss }
}

/** A start has work behind it, such as screens that are loaded once the first one is painted: until that is over. */
async function settled(share: (ms: number) => Promise<number>): Promise<void> {
  let last = Number.POSITIVE_INFINITY
  for (let look = 0; look < MOST_LOOKS; look++) {
    const now = await share(LOOK_MS)
    if (Math.abs(last - now) < ALIKE) return
    last = now
  }
  throw new Error('The app does not come to rest.')
}

/** The index of a cache that was copied is complete; of one that was upgraded it is built first, which is no idleness. */
const searchIsReady = (window: Page): Promise<void> =>
  window.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const { desk } = globalThis as unknown as { desk: Desk }
        const stop = desk.live('search.coverage', {}, (answer) => {
          if (!answer.ok || answer.value.phase !== 'ready') return
          resolve()
          setTimeout(() => stop())
        })
      }),
  )
