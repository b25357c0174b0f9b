/**
 * `npm start`: builds the app, starts the local backend with demo data, and opens the app on it.
 * With `-- --check` it boots the same way, signs in, waits until the inbox is painted, prints one JSON line and ends.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { ensureChromium } from '#build/electron-stand-in/chromium-install.ts'
import { startBackendProcess, type BackendInfo } from './backend-process.ts'
import { buildApp, electronVite, ROOT } from './build-app.ts'
import { checkBoot } from './check-boot.ts'
import { fetchElectron, findElectron, standInPath } from './electron-binary.ts'

const HELP = `npm start [-- options]
  --check    boot, sign in, wait for the inbox, print one JSON line, end
  --fresh    forget the local backend's data of earlier runs
  --live     customers of the demo keep writing and answering
  --dev      rebuild the page while you edit it`

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    dev: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const log = (line: string): void => console.error(line)

try {
  if (values.help) console.log(HELP)
  else await run()
} catch (error) {
  log(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function run(): Promise<void> {
  const startedAt = performance.now()
  const binary = chooseHost()
  log('Building the app …')
  if (!values.dev) buildApp()
  log('Starting the local backend (its log: .local/backend.log) …')
  const backend = await startBackendProcess([...(values.fresh ? ['--fresh'] : []), ...(values.live ? ['--live'] : [])])
  try {
    if (values.check) console.log(JSON.stringify(await checkBoot(backend.info, startedAt)))
    else await openApp(binary, backend.info)
  } finally {
    await backend.stop()
  }
}

/** The real Electron where it can be had; otherwise the stand-in, which needs Chromium. */
function chooseHost(): string {
  const real = findElectron() ?? (fetchElectron() ? findElectron() : undefined)
  if (real) return real
  const missing = ensureChromium()
  if (missing) throw new Error(missing)
  log('Electron could not be downloaded: running in its stand-in (Node and Chromium, see build/electron-stand-in).')
  return standInPath
}

async function openApp(binary: string, backend: BackendInfo): Promise<void> {
  const headed = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) || process.platform !== 'linux'
  if (binary === standInPath && !headed) log('There is no display: the app runs without a window. Stop it with Ctrl+C.')
  log(`Demo users (password ${backend.users[0]?.password ?? ''}):`)
  for (const user of backend.users) log(`  ${user.email}  ${user.role}, ${user.organization}`)
  const { url, anonKey, users } = backend
  const env = {
    ...process.env,
    LEADLINE_LOCAL_BACKEND: JSON.stringify({ url, anonKey, users }),
    ...(binary === standInPath && headed && { STANDIN_HEADED: '1' }),
  }
  const child = values.dev
    ? spawn(process.execPath, [electronVite(), 'dev'], {
        cwd: ROOT,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...env, ELECTRON_EXEC_PATH: binary },
      })
    : spawn(binary, [ROOT], { stdio: ['ignore', 'inherit', 'inherit'], env })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  await once(child, 'exit')
}
