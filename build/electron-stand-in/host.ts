// Starts an app as Electron would: takes Electron's command line, gives `electron` to whoever imports it, runs the
// app's own entry file, and then starts Chromium.
import inspector from 'node:inspector'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { app, dialog, standIn } from './electron.ts'
import { ElectronEvent } from './electron-event.ts'

const { commandLine, engine, lifecycle, location, isHeaded } = standIn

/** Switches that Chromium gets as they are; most others of Electron's command line mean nothing here. */
const FORWARDED_SWITCHES = [
  'disable-background-timer-throttling',
  'disable-dev-shm-usage',
  'disable-renderer-backgrounding',
  'enable-unsafe-swiftshader',
  'force-color-profile',
  'force-dark-mode',
  'force-device-scale-factor',
  'force-prefers-reduced-motion',
  'host-resolver-rules',
  'js-flags',
  'lang',
  'no-sandbox',
  'proxy-bypass-list',
  'proxy-server',
]

/** `process.versions`; Chromium's own is known once it runs. */
type Versions = Record<string, string | undefined>

function describeProcess(versions: Versions): void {
  const facts = {
    versions,
    type: 'browser',
    resourcesPath: location.resourcesPath,
    ...(!location.isPackaged && { defaultApp: true }),
  }
  for (const [name, value] of Object.entries(facts)) Object.defineProperty(process, name, { value, enumerable: true })
  // Test tools cut everything up to their own switches out of this, so it keeps Electron's layout.
  process.argv = [process.argv[0] ?? '', ...commandLine.argv]
}

/** Only in this thread: a worker has no Electron, in Electron as here. */
function provideElectron(): void {
  const url = new URL('./electron.ts', import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) =>
      /^electron(\/(main|common))?$/.test(specifier)
        ? { url, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  })
}

/** Electron reports an exception that nobody caught, and goes on. */
function reportUncaughtExceptions(): void {
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return
    dialog.showErrorBox('A JavaScript error occurred in the main process', error.stack ?? String(error))
  })
}

function quitOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

async function runApp(): Promise<void> {
  const require = createRequire(join(location.appDir, 'package.json'))
  for (const module of commandLine.requires) require(module)
  try {
    await import(pathToFileURL(location.entry).href)
  } catch (error) {
    console.error('App threw an error during load\n', error)
    process.exit(1)
  }
}

function chromiumSwitches(): string[] {
  const switches = app.commandLine
  return FORWARDED_SWITCHES.filter((name) => switches.hasSwitch(name)).map((name) => {
    const value = switches.getSwitchValue(name)
    return value === '' ? `--${name}` : `--${name}=${value}`
  })
}

async function startEngine(versions: Versions): Promise<void> {
  const debuggingPort = app.commandLine.hasSwitch('remote-debugging-port')
    ? app.commandLine.getSwitchValue('remote-debugging-port')
    : undefined
  const profile = join(app.getPath('sessionData'), 'stand-in-chromium')
  process.on('exit', () => engine.kill())
  const chromium = await engine.start(
    { profile, switches: chromiumSwitches(), debuggingPort, headed: isHeaded },
    () => {
      if (lifecycle.isExiting) return
      console.error('Electron stand-in: Chromium went away')
      process.exit(1)
    },
  )
  const { product } = await chromium.connection.send('Browser.getVersion', {})
  versions['chrome'] = product.replace(/^.*\//, '')
  // Written at once, because test tools wait for this line.
  if (chromium.devToolsUrl !== '') writeSync(2, `DevTools listening on ${chromium.devToolsUrl}\n`)
}

async function main(): Promise<void> {
  const versions: Versions = { ...process.versions, electron: standIn.version }
  describeProcess(versions)
  provideElectron()
  reportUncaughtExceptions()
  quitOnSignals()
  // Prints "Debugger listening on ws://…", as Electron does.
  if ([...commandLine.switches.keys()].some((name) => name.startsWith('inspect'))) inspector.open(0)
  await runApp()
  if (lifecycle.isExiting) return
  await startEngine(versions)
  if (lifecycle.isExiting) return
  app.emit('will-finish-launching')
  lifecycle.becomeReady()
  app.emit('ready', new ElectronEvent(), {})
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  engine.kill()
  process.exit(1)
}
