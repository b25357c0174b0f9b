import { type ChildProcess, spawn } from 'node:child_process'
import { readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex, Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { CdpConnection } from './cdp.ts'
import { CHROMIUM_MISSING, findChromium } from './chromium-install.ts'
import { processIdentity } from './single-instance-lock.ts'

const QUIET_SWITCHES = [
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-backgrounding-occluded-windows',
  '--disable-search-engine-choice-screen',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades',
  '--allow-file-access-from-files',
]

const HEADLESS_SWITCHES = ['--headless=new', '--disable-gpu', '--screen-info={1920x1080}']

/** How long a Chromium may take to leave before it is killed, or to give up a profile after its host was killed. */
const LEAVE_WITHIN_MS = 3000

export interface ChromiumOptions {
  /** Chromium's own profile folder. */
  profile: string
  /** Further switches, with their dashes. */
  switches: string[]
  /** Also listen for DevTools clients such as Playwright on this port; '0' picks one. */
  debuggingPort: string | undefined
  headed: boolean
}

/** A running Chromium. It leaves by itself when this process dies, because its pipe closes. */
export class Chromium {
  readonly connection: CdpConnection
  /** Where DevTools clients connect; empty without a debugging port. */
  readonly devToolsUrl: string
  readonly pid: number
  readonly #child: ChildProcess

  constructor(child: ChildProcess, connection: CdpConnection, devToolsUrl: string) {
    this.#child = child
    this.connection = connection
    this.devToolsUrl = devToolsUrl
    this.pid = child.pid ?? 0
  }

  /** Asks Chromium to write everything down and leave; kills it when it takes too long. */
  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.#child.once('exit', resolve))
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.connection.send('Browser.close', {}).catch(() => this.kill())
    const killer = setTimeout(() => this.kill(), LEAVE_WITHIN_MS)
    await exited
    clearTimeout(killer)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

/** Starts Chromium and resolves once it answers. Rejects with its last output when it does not start. */
export async function startChromium(options: ChromiumOptions): Promise<Chromium> {
  const executable = findChromium()
  if (executable === undefined) throw new Error(`Electron stand-in: ${CHROMIUM_MISSING}`)
  await releaseProfile(options.profile)
  const child = spawn(executable, chromiumArguments(options), { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  const [, , stderr, write, read] = child.stdio as [null, null, Readable, Writable, Duplex]
  const connection = new CdpConnection(write, read)
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  const output = watchOutput(child, stderr)
  if (options.debuggingPort === undefined) {
    await Promise.race([connection.send('Browser.getVersion', {}), failed, output.exited])
    return new Chromium(child, connection, '')
  }
  return new Chromium(child, connection, await Promise.race([output.devToolsUrl, failed, output.exited]))
}

function chromiumArguments({ profile, switches, debuggingPort, headed }: ChromiumOptions): string[] {
  return [
    ...(headed ? [] : HEADLESS_SWITCHES),
    // Chromium refuses to run its sandbox as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...QUIET_SWITCHES,
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    ...(debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`]),
    ...switches,
  ]
}

/** Reads what Chromium prints: where DevTools listens, and the last words of one that exits early. */
function watchOutput(child: ChildProcess, stderr: Readable): { devToolsUrl: Promise<string>; exited: Promise<never> } {
  let log = ''
  const devToolsUrl = new Promise<string>((resolve) => {
    stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-8000)
      const [, url] = /DevTools listening on (ws:\S+)/.exec(log) ?? []
      if (url !== undefined) resolve(url)
    })
  })
  const exited = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Electron stand-in: Chromium exited with ${code}\n${log}`)))
  })
  // Once it runs, an exit is told by the closing pipe.
  exited.catch(() => {})
  return { devToolsUrl, exited }
}

/**
 * Waits for the Chromium of a host that was killed a moment ago: it is still writing its profile down, and a second
 * one on the same profile would hand its windows over and leave. Chromium names the owner in a link, host-pid.
 */
async function releaseProfile(profile: string): Promise<void> {
  const lock = join(profile, 'SingletonLock')
  const deadline = Date.now() + LEAVE_WITHIN_MS
  for (let owner = ownerOf(lock); owner !== undefined; owner = ownerOf(lock)) {
    if (Date.now() > deadline) throw new Error(`Electron stand-in: another Chromium (${owner}) uses ${profile}`)
    await delay(20)
  }
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
    rmSync(join(profile, name), { force: true })
  }
}

function ownerOf(lock: string): string | undefined {
  try {
    return processIdentity(Number(readlinkSync(lock).split('-').at(-1)))
  } catch {
    return undefined
  }
}
