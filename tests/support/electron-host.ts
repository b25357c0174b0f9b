import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, type Page, test } from '@playwright/test'
import { findElectron, standInPath } from '#build/scripts/electron-binary.ts'

/** What an app runs on: the real Electron binary, or its stand-in. */
export type ElectronHost = 'electron' | 'stand-in'

export interface LaunchOptions {
  /** Folder for everything the app stores; apps that share one are instances of the same installation. */
  userData: string
  /** Further arguments after the app's folder. */
  args?: string[]
  env?: Record<string, string>
  /** The app's folder; the built app at the root of the repository by default. */
  app?: string
}

export interface LaunchedApp {
  app: ElectronApplication
  /** The first window, with its document loaded. */
  window: Page
  host: ElectronHost
}

const root = join(import.meta.dirname, '../..')

/** Lines that only tell where debuggers listen. */
const DEBUGGER_CHATTER =
  /^(Debugger (listening|attached|ending)|DevTools listening|For help, see|Waiting for the debugger)/

/**
 * The host that specs run on: `E2E_HOST`, or the real binary when it is there. Throws when `E2E_HOST` asks for a
 * binary that is missing, or for a host that does not exist.
 */
export function chooseHost(): ElectronHost {
  const wanted = process.env['E2E_HOST']
  if (wanted === undefined || wanted === '') return findElectron() === undefined ? 'stand-in' : 'electron'
  if (wanted !== 'electron' && wanted !== 'stand-in')
    throw new Error(`E2E_HOST is "${wanted}", not electron or stand-in`)
  if (wanted === 'electron' && findElectron() === undefined) {
    throw new Error('E2E_HOST=electron, but the Electron binary is missing: run npx install-electron --no')
  }
  return wanted
}

/** Starts an app through Playwright and waits for its first window. The spec closes it with `app.close()`. */
export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const { app, host } = await launchWithoutWindow(options)
  const window = await app.firstWindow()
  await window.waitForURL((url) => url.protocol !== 'about:')
  await window.waitForLoadState()
  return { app, window, host }
}

/** Starts an app that may show no window, as one that waits in the tray. */
export async function launchWithoutWindow(options: LaunchOptions): Promise<Omit<LaunchedApp, 'window'>> {
  const host = chooseHost()
  nameHost(host)
  const app = await startApp(host, options)
  echoErrors(app)
  return { app, host }
}

/** Every run says what it ran on. On stderr, because commands that start the app print results on stdout. */
function nameHost(host: ElectronHost): void {
  console.error(`running on ${host}`)
  try {
    test.info().annotations.push({ type: 'host', description: host })
  } catch {
    // Outside of a spec, as in `npm start -- --check`, there is nothing to annotate.
  }
}

async function startApp(host: ElectronHost, { userData, args = [], env = {}, app = root }: LaunchOptions) {
  // Playwright asks the package for its executable, and the package asks this variable where to look.
  if (host === 'stand-in') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = dirname(standInPath)
  return _electron.launch({
    args: [app, `--user-data-dir=${userData}`, ...args],
    cwd: root,
    env: { ...inheritedEnvironment(), ...env },
    // The app decides about its colour scheme, not Playwright.
    colorScheme: null,
  })
}

/** This process's environment without what would turn Electron into plain Node. */
function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE')
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function echoErrors(app: ElectronApplication): void {
  app.process().stderr?.on('data', (data: Buffer) => {
    for (const line of data.toString().split('\n')) {
      if (line.trim() !== '' && !DEBUGGER_CHATTER.test(line)) process.stderr.write(`[app] ${line}\n`)
    }
  })
}
