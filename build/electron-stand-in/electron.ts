// The module that an app gets for `import … from 'electron'`. This is the one place where its parts are put together.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { StandInApp } from './app.ts'
import { locateApp } from './app-location.ts'
import { StandInAutoUpdater } from './auto-updater.ts'
import { StandInWindow } from './browser-window.ts'
import { StandInClipboard, StandInClipboardItem } from './clipboard.ts'
import { parseCommandLine } from './command-line.ts'
import { StandInCrashReporter } from './crash-reporter.ts'
import { Desktop } from './desktop.ts'
import { StandInDialog } from './dialog.ts'
import { asElectron } from './electron-types.ts'
import { Engine } from './engine.ts'
import { StandInGlobalShortcut } from './global-shortcut.ts'
import { StandInIpcMain } from './ipc-main.ts'
import { Lifecycle } from './lifecycle.ts'
import { type MenuContext, StandInMenu, StandInMenuItem } from './menu.ts'
import { StandInNativeImageModule } from './native-image.ts'
import { StandInNativeTheme } from './native-theme.ts'
import { StandInNet } from './net.ts'
import { StandInNotification } from './notification.ts'
import type { PageServices } from './page-services.ts'
import { StandInPowerMonitor, StandInPowerSaveBlocker } from './power-monitor.ts'
import { StandInProtocol } from './protocol.ts'
import { StandInSafeStorage } from './safe-storage.ts'
import { StandInScreen } from './screen.ts'
import { StandInSession } from './session.ts'
import { StandInShell } from './shell.ts'
import { missingModule, strictObject } from './strict.ts'
import { StandInSystemPreferences } from './system-preferences.ts'
import { StandInTray } from './tray.ts'
import { StandInWebRequest } from './web-request.ts'
import { WindowRegistry } from './window-registry.ts'

const commandLine = parseCommandLine(process.argv.slice(2))
const location = locateApp(commandLine.target)
const desktop = new Desktop()
const engine = new Engine()
const lifecycle = new Lifecycle()
const windows = new WindowRegistry()
const executable = join(import.meta.dirname, 'electron')
const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string }

export const app = new StandInApp({ commandLine, location, executable, desktop, engine, lifecycle, windows })
export const protocol = new StandInProtocol(() => lifecycle.isReady)
export const net = new StandInNet(desktop, protocol)
export const ipcMain = new StandInIpcMain()
export const nativeTheme = new StandInNativeTheme(
  () => app.commandLine.hasSwitch('force-dark-mode'),
  () => windows.all().forEach((window) => window.page.applyColorScheme()),
)

const webRequest = new StandInWebRequest(() => windows.all().forEach((window) => window.page.applyRequestHooks()))
const defaultSession = new StandInSession(net, protocol, webRequest)
export const session = {
  defaultSession,
  fromPartition: () => asElectron<Electron.Session>(defaultSession),
} satisfies Pick<typeof Electron.Session, 'fromPartition'> & { defaultSession: StandInSession }

const services: PageServices = {
  desktop,
  app,
  engine,
  ipcMain,
  lifecycle,
  protocol,
  session: defaultSession,
  theme: nativeTheme,
  webRequest,
  windows,
  isHeaded: Boolean(
    process.env['STANDIN_HEADED'] &&
    (process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'] || process.platform === 'darwin'),
  ),
  openWindow: (options) => new BrowserWindow(options),
}

export class BrowserWindow extends StandInWindow {
  constructor(options?: Electron.BrowserWindowConstructorOptions) {
    super(services, options)
  }

  static getAllWindows(): Electron.BrowserWindow[] {
    return windows.all().map((window) => asElectron(window))
  }

  static getFocusedWindow(): Electron.BrowserWindow | null {
    return windows.focused && asElectron(windows.focused)
  }

  static fromId(id: number): Electron.BrowserWindow | null {
    const window = windows.byId(id)
    return window && asElectron(window)
  }

  static fromWebContents(contents: Electron.WebContents): Electron.BrowserWindow | null {
    const window = windows.find(({ webContents }) => webContents === contents)
    return window && asElectron(window)
  }
}

const findContents = (test: (contents: Electron.WebContents) => boolean): Electron.WebContents | undefined =>
  windows.find((window) => test(window.webContents))?.webContents

export const webContents = {
  getAllWebContents: () => windows.all().map((window) => window.webContents),
  getFocusedWebContents: () => windows.focused?.webContents ?? null,
  fromId: (id: number) => findContents((contents) => contents.id === id),
  fromDevToolsTargetId: (targetId: string) =>
    findContents((contents) => contents.getOrCreateDevToolsTargetId() === targetId),
} satisfies Pick<
  typeof Electron.WebContents,
  'getAllWebContents' | 'getFocusedWebContents' | 'fromId' | 'fromDevToolsTargetId'
>

const menuContext: MenuContext = {
  desktop,
  buildMenu: (template) => Menu.buildFromTemplate(template),
  focusedWindow: () => windows.focused,
  quit: () => app.quit(),
}

export class MenuItem extends StandInMenuItem {
  constructor(options: Electron.MenuItemConstructorOptions) {
    super(menuContext, options)
  }
}

export class Menu extends StandInMenu {
  constructor() {
    super(menuContext)
  }

  static buildFromTemplate(template: (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]): Electron.Menu {
    const menu = new Menu()
    for (const item of template) {
      const isBuilt = item instanceof StandInMenuItem
      menu.append(asElectron(isBuilt ? item : new MenuItem(item as Electron.MenuItemConstructorOptions)))
    }
    return asElectron(menu)
  }

  static setApplicationMenu(menu: Electron.Menu | null): void {
    desktop.applicationMenu = menu
  }

  static getApplicationMenu(): Electron.Menu | null {
    return desktop.applicationMenu
  }
}

export class Tray extends StandInTray {
  constructor(image: Electron.NativeImage | string) {
    super(desktop, image)
  }
}

export class Notification extends StandInNotification {
  constructor(options?: Electron.NotificationConstructorOptions) {
    super(desktop, options)
  }

  static isSupported(): boolean {
    return true
  }
}

export const ClipboardItem = StandInClipboardItem
export const autoUpdater = new StandInAutoUpdater(desktop)
export const clipboard = new StandInClipboard(new StandInClipboard())
export const crashReporter = new StandInCrashReporter(desktop)
export const dialog = new StandInDialog(desktop)
export const globalShortcut = new StandInGlobalShortcut(desktop)
export const nativeImage = new StandInNativeImageModule()
export const powerMonitor = new StandInPowerMonitor()
export const powerSaveBlocker = new StandInPowerSaveBlocker()
export const safeStorage = new StandInSafeStorage(
  () => join(app.getPath('userData'), 'stand-in-storage-key'),
  () => lifecycle.isReady,
  // As it was given: test tools append a choice of their own later.
  commandLine.switches.get('password-store'),
)
export const screen = new StandInScreen()
export const shell = new StandInShell(desktop)
export const systemPreferences = new StandInSystemPreferences()

export const BaseWindow = missingModule('BaseWindow')
export const MessageChannelMain = missingModule('MessageChannelMain')
export const WebContentsView = missingModule('WebContentsView')
export const contentTracing = missingModule('contentTracing')
export const desktopCapturer = missingModule('desktopCapturer')
export const netLog = missingModule('netLog')
export const utilityProcess = missingModule('utilityProcess')
export const webFrameMain = missingModule('webFrameMain')

/** What only the stand-in has: how it was started, its parts for the host, and the desktop for tests. */
export const standIn = { commandLine, location, desktop, engine, lifecycle, version, isHeaded: services.isHeaded }

const electron = Object.assign(new (strictObject('electron'))(), {
  BaseWindow,
  BrowserWindow: BrowserWindow satisfies Pick<
    typeof Electron.BrowserWindow,
    'getAllWindows' | 'getFocusedWindow' | 'fromId' | 'fromWebContents'
  >,
  ClipboardItem,
  Menu: Menu satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu'>,
  MenuItem,
  MessageChannelMain,
  Notification: Notification satisfies Pick<typeof Electron.Notification, 'isSupported'>,
  Tray,
  WebContentsView,
  app,
  autoUpdater,
  clipboard,
  contentTracing,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  nativeImage,
  nativeTheme,
  net,
  netLog,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  standIn,
  systemPreferences,
  utilityProcess,
  webContents,
  webFrameMain,
})

// Node hands the second of these to `require('electron')`.
export { electron as default, electron as 'module.exports' }
