import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** How long a download may take before the app starts without it. */
const DOWNLOAD_WITHIN_MS = 180_000

/** The executable that takes Electron's place where its binary cannot be downloaded. */
export const standInPath = join(root, 'build/electron-stand-in/electron')

/**
 * The real Electron binary, if it is on this machine: `ELECTRON_EXEC_PATH`, or what the package has downloaded.
 * It looks at files only, because `require('electron')` starts a download when the binary is missing.
 */
export function findElectron(): string | undefined {
  const given = process.env['ELECTRON_EXEC_PATH']
  if (given !== undefined && given !== standInPath) return given
  const pathFile = join(electronPackage().folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const binary = join(electronPackage().folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

/**
 * Downloads the Electron binary with the package's own installer, and tells whether it is there now. A failure is
 * remembered in `.local/` for this version of Electron, so that later starts do not wait again; delete the file to retry.
 */
export function fetchElectron(): boolean {
  if (findElectron() !== undefined) return true
  const { folder, version } = electronPackage()
  const failure = join(root, '.local', `electron-${version}-unavailable`)
  if (existsSync(failure)) return false
  console.error(`Downloading Electron ${version}…`)
  const run = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: DOWNLOAD_WITHIN_MS,
    killSignal: 'SIGKILL',
  })
  if (run.status === 0 && findElectron() !== undefined) return true
  mkdirSync(dirname(failure), { recursive: true })
  writeFileSync(failure, `${run.error?.message ?? run.stderr}\nDelete this file to try the download again.\n`)
  return false
}

function electronPackage(): { folder: string; version: string } {
  const manifest = createRequire(import.meta.url).resolve('electron/package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return { folder: dirname(manifest), version }
}
