import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

/** Path of electron-vite's command, run with this very Node. */
export function electronVite(): string {
  const manifest = createRequire(import.meta.url).resolve('electron-vite/package.json')
  return join(dirname(manifest), 'bin', 'electron-vite.js')
}

/**
 * Bundles main, preload and page into `out/`.
 * @throws with the bundler's output when it fails
 */
export function buildApp(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [electronVite(), 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The app could not be built:\n${stdout}${stderr}`)
}
