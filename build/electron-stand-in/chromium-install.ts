import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** What to do when no Chromium is found; complete enough to be printed as it is. */
export const CHROMIUM_MISSING =
  'No Chromium found. On Debian or Ubuntu run "apt-get install chromium" as root, on macOS install Google Chrome; ' +
  'or set LEADLINE_CHROMIUM to the path of a Chromium or Chrome executable.'

/** The Chromium to run: `LEADLINE_CHROMIUM`, or the first that is installed in a usual place. */
export function findChromium(): string | undefined {
  return [process.env['LEADLINE_CHROMIUM'], ...CANDIDATES].find((path) => path !== undefined && existsSync(path))
}

/**
 * Makes sure that a Chromium is there: installs Debian's package through apt-get where that needs no password, and
 * prints what it does. Returns undefined when one is there, else a message that says what to install by hand.
 */
export function ensureChromium(): string | undefined {
  if (findChromium() !== undefined) return undefined
  const prefix = commandPrefix()
  if (prefix === undefined) return CHROMIUM_MISSING
  console.error('No Chromium found: installing Debian’s package "chromium" with apt-get (about 300 MB unpacked)…')
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const [command = '', ...rest] = [...prefix, 'apt-get', ...args]
    const run = spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
    if (run.status !== 0) return `"apt-get ${args.join(' ')}" failed. ${CHROMIUM_MISSING}`
  }
  return findChromium() === undefined ? CHROMIUM_MISSING : undefined
}

/** How to run apt-get here without asking for a password; undefined where that is impossible. */
function commandPrefix(): string[] | undefined {
  if (!existsSync('/usr/bin/apt-get')) return undefined
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined
}
