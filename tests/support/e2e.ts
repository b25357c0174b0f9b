import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication, type Page } from '@playwright/test'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from './backend.ts'
import type { Member } from './database.ts'
import { launchApp, launchWithoutWindow } from './electron-host.ts'
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts'
import { openOffice, type Office } from './office.ts'
import { startSpyServer, type SpyServer } from './spy-server.ts'

/** One person's computer: an installation of the app with its data, and the network in front of it. */
export interface Computer {
  userData: string
  network: FaultProxy
  /** Starts the app; the same data at every start. */
  start(args?: string[]): Promise<{ app: ElectronApplication; window: Page }>
  /** Starts it to wait in the tray. */
  startHidden(): Promise<ElectronApplication>
  /** Where programs keep their settings. */
  configFolder: string
}

interface Fixtures {
  office: Office
  /** A new computer with a network of its own that the test can cut. */
  computer: () => Promise<Computer>
  /** A server of somebody else that nothing may ask for anything. */
  spy: SpyServer
}

interface WorkerFixtures {
  backend: LocalSupabase
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  backend: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const backend = await startTestBackend()
      await use(backend)
      await backend.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  office: async ({ backend }, use, { title }) => use(await openOffice(backend, title.slice(0, 40))),
  // oxlint-disable-next-line no-empty-pattern -- as above
  spy: async ({}, use) => {
    const spy = await startSpyServer()
    await use(spy)
    await spy.close()
  },
  computer: async ({ backend }, use) => {
    const running = new Set<ElectronApplication>()
    const cleanUp: (() => Promise<unknown>)[] = []
    await use(async () => {
      const userData = await mkdtemp(join(tmpdir(), 'leadline-e2e-'))
      const network = await startFaultProxy(backend.url)
      cleanUp.push(
        () => network.close(),
        () => rm(userData, { recursive: true, force: true, maxRetries: 5 }),
      )
      const local = { url: network.url, anonKey: backend.anonKey, users: [] }
      const configFolder = join(userData, 'config')
      const options = {
        userData,
        env: { LEADLINE_LOCAL_BACKEND: JSON.stringify(local), XDG_CONFIG_HOME: configFolder },
      }
      const watch = (app: ElectronApplication) => {
        running.add(app)
        app.once('close', () => running.delete(app))
      }
      return {
        userData,
        network,
        configFolder,
        async start(args = []) {
          const { app, window } = await launchApp({ ...options, args })
          watch(app)
          return { app, window }
        },
        async startHidden() {
          const { app } = await launchWithoutWindow({ ...options, args: ['--hidden'] })
          watch(app)
          return app
        },
      }
    })
    for (const app of running) await app.close()
    for (const step of cleanUp) await step()
  },
})

export { expect } from '@playwright/test'
export type { Member }
