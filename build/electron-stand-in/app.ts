import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { AppLocation } from './app-location.ts'
import { appMetrics } from './app-metrics.ts'
import { AppPaths, type PathName } from './app-paths.ts'
import type { CommandLine } from './command-line.ts'
import { CommandLineSwitches } from './command-line.ts'
import type { Desktop } from './desktop.ts'
import { ElectronEvent } from './electron-event.ts'
import type { Matching } from './electron-types.ts'
import type { Engine } from './engine.ts'
import type { Lifecycle } from './lifecycle.ts'
import { SingleInstanceLock } from './single-instance-lock.ts'
import { strictEmitter } from './strict.ts'
import type { WindowRegistry } from './window-registry.ts'

export interface AppOptions {
  commandLine: CommandLine
  location: AppLocation
  /** The stand-in's launcher, which `app.relaunch` starts again. */
  executable: string
  desktop: Desktop
  engine: Engine
  lifecycle: Lifecycle
  windows: WindowRegistry
}

/** `app`: the process itself. */
export class StandInApp extends strictEmitter('app') implements Matching<StandInApp, Electron.App> {
  readonly #options: AppOptions
  readonly #paths: AppPaths
  #name: string | undefined
  #lock: SingleInstanceLock | undefined
  #openAtLogin = false
  #relaunch: Electron.RelaunchOptions | undefined
  readonly commandLine: CommandLineSwitches
  readonly isPackaged: boolean
  readonly dock: undefined
  badgeCount = 0

  constructor(options: AppOptions) {
    super()
    this.#options = options
    this.#paths = new AppPaths(() => this.getName(), options.executable)
    this.commandLine = new CommandLineSwitches(options.commandLine.switches)
    this.isPackaged = options.location.isPackaged
    const userData = options.commandLine.switches.get('user-data-dir')
    if (userData !== undefined) this.#paths.set('userData', userData)
  }

  // -- Readiness -----------------------------------------------------------------------------------------------------

  isReady(): boolean {
    return this.#options.lifecycle.isReady
  }

  whenReady(): Promise<void> {
    return this.#options.lifecycle.whenReady()
  }

  // -- Identity ------------------------------------------------------------------------------------------------------

  get name(): string {
    return this.getName()
  }

  set name(name: string) {
    this.#name = name
  }

  getName(): string {
    const { productName, name } = this.#options.location.manifest
    return this.#name ?? productName ?? name ?? 'Electron'
  }

  setName(name: string): void {
    this.#name = name
  }

  getVersion(): string {
    return this.#options.location.manifest.version ?? '0.0.0'
  }

  getAppPath(): string {
    return this.#options.location.appDir
  }

  getPath(name: PathName): string {
    return this.#paths.get(name)
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  getAppMetrics(): Electron.ProcessMetric[] {
    return appMetrics(this.#options.engine.pid)
  }

  getLocale(): string {
    return 'en-US'
  }

  getSystemLocale(): string {
    return 'en-US'
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US']
  }

  // -- One instance --------------------------------------------------------------------------------------------------

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const lock = new SingleInstanceLock(join(this.getPath('userData'), 'stand-in-instances'))
    const message = { argv: process.argv, workingDirectory: process.cwd(), additionalData: additionalData ?? null }
    const isFirst = lock.acquire(message, ({ argv, workingDirectory, additionalData: data }) => {
      this.emit('second-instance', new ElectronEvent(), argv, workingDirectory, data)
    })
    this.#lock = isFirst ? lock : undefined
    return isFirst
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock !== undefined
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release()
    this.#lock = undefined
  }

  // -- End -----------------------------------------------------------------------------------------------------------

  quit(): void {
    const { lifecycle, windows } = this.#options
    if (lifecycle.isExiting || !this.#mayGoOn('before-quit')) return
    lifecycle.isQuitting = true
    for (const window of windows.all()) window.close()
    if (windows.all().length > 0 || !this.#mayGoOn('will-quit')) {
      lifecycle.isQuitting = false
      return
    }
    this.exit()
  }

  /** Ends at once: windows are not asked, only Chromium is given the time to write its profile down. */
  exit(exitCode = 0): void {
    const { lifecycle, engine } = this.#options
    if (lifecycle.isExiting) return
    lifecycle.isExiting = true
    this.emit('quit', new ElectronEvent(), exitCode)
    void engine.stop().then(() => {
      this.releaseSingleInstanceLock()
      this.#startAgain()
      process.exit(exitCode)
    })
  }

  relaunch(options: Electron.RelaunchOptions = {}): void {
    this.#relaunch = options
  }

  /** Called for every window that is gone. */
  onWindowClosed(): void {
    const { lifecycle, windows } = this.#options
    if (windows.all().length > 0 || lifecycle.isQuitting || lifecycle.isExiting) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  #mayGoOn(question: 'before-quit' | 'will-quit'): boolean {
    const event = new ElectronEvent()
    this.emit(question, event)
    return !event.defaultPrevented
  }

  #startAgain(): void {
    if (this.#relaunch === undefined) return
    const { execPath = this.#options.executable, args = process.argv.slice(1) } = this.#relaunch
    spawn(execPath, args, { detached: true, stdio: 'ignore' }).unref()
  }

  // -- The desktop ---------------------------------------------------------------------------------------------------

  setBadgeCount(count = 0): boolean {
    this.badgeCount = count
    return true
  }

  getBadgeCount(): number {
    return this.badgeCount
  }

  setAsDefaultProtocolClient(protocol: string): boolean {
    this.#options.desktop.record('app.setAsDefaultProtocolClient', protocol)
    return true
  }

  removeAsDefaultProtocolClient(protocol: string): boolean {
    this.#options.desktop.record('app.removeAsDefaultProtocolClient', protocol)
    return true
  }

  isDefaultProtocolClient(): boolean {
    return false
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.#openAtLogin = settings.openAtLogin === true
    this.#options.desktop.record('app.setLoginItemSettings', settings)
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    return {
      openAtLogin: this.#openAtLogin,
      wasOpenedAtLogin: false,
      status: this.#openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: this.#openAtLogin,
      launchItems: [],
    }
  }

  focus(): void {
    this.#options.windows.all().at(-1)?.focus()
  }

  /** Every page of the stand-in is sandboxed, and none uses a graphics card. */
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
}
