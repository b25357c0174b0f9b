/**
 * `npm run dist:check`: packages the app for Linux around a dummy Electron, reads the package back (fuses, contents, size),
 * starts what was packed on a local backend with demo data, signs in, and prints one JSON line.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { ensureChromium } from '#build/electron-stand-in/chromium-install.ts'
import { writeDummyElectron } from '#build/packaging/dummy-electron.ts'
import { packageConfig } from '#build/packaging/package-config.ts'
import { BUDGET, problemsOf, readPackedApp, unpackApp } from '#build/packaging/packed-app.ts'
import { startBackendProcess } from './backend-process.ts'
import { buildApp, ROOT } from './build-app.ts'
import { checkBoot } from './check-boot.ts'

const scratch = mkdtempSync(join(tmpdir(), 'leadline-dist-'))
try {
  const missing = ensureChromium()
  if (missing) throw new Error(missing)
  console.error('Building and packing the app …')
  buildApp()
  const folder = await pack()
  const packed = await readPackedApp(folder)
  const problems = problemsOf(packed)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  console.error('Starting what was packed …')
  const { boot_ms, host, conversations } = await start(unpackApp(folder, scratch))
  const { fuses, files, bytes } = packed
  console.log(
    JSON.stringify({ packed: true, files: files.length, bytes, budget: BUDGET, fuses, host, boot_ms, conversations }),
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
}

/** @returns the folder of the unpacked package */
async function pack(): Promise<string> {
  const electronDist = join(scratch, 'electron')
  const output = join(scratch, 'dist')
  writeDummyElectron(electronDist)
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget('dir'),
    config: packageConfig({ electronDist, output }),
    publish: 'never',
  })
  return join(output, 'linux-unpacked')
}

async function start(app: string) {
  const startedAt = performance.now()
  const backend = await startBackendProcess([])
  try {
    return await checkBoot(backend.info, startedAt, app)
  } finally {
    await backend.stop()
  }
}
