/** Boot order, and nothing else. */
import { join } from 'node:path'
import { app, dialog, nativeTheme, powerMonitor, shell } from 'electron'
import { WaitingInvitation } from './auth/invitation.ts'
import { compose } from './compose.ts'
import { hardenSession, hardenPages } from './shell/harden.ts'
import { offerContextMenus } from './shell/context-menu.ts'
import { installMenu } from './shell/menu.ts'
import { registerAppScheme, serveApp } from './shell/protocol.ts'
import { Desktop } from './shell/desktop.ts'
import { startsHidden } from './shell/behaviour.ts'
import { linkIn, receiveLinks, type Followed } from './shell/links.ts'
import { takenMemory } from './shell/memory.ts'
import { findUpdater } from './shell/updater.ts'
import { MainWindow } from './shell/window.ts'
import { describeError } from './support/describe-error.ts'
import { LOG_FILE, createLog } from './support/log.ts'
import { openSettings, type Settings } from './support/settings.ts'

const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']

app.enableSandbox()
registerAppScheme()
hardenPages(developmentUrl)
offerContextMenus()

if (app.requestSingleInstanceLock()) void start()
else app.quit() // the first instance is told, and comes forward

async function start(): Promise<void> {
  // macOS tells of the link that started the app before the app is ready.
  let linkBefore: Followed | null = null
  let follow = (followed: Followed): void => void (linkBefore = followed)
  receiveLinks((followed) => follow(followed))
  app.on('window-all-closed', () => app.quit())

  await app.whenReady()
  const userData = app.getPath('userData')
  const log = createLog(join(userData, LOG_FILE), { stderr: !app.isPackaged })
  process.on('uncaughtException', (error) => log.error('uncaught', { cause: describeError(error) }))
  process.on('unhandledRejection', (reason) => log.error('unhandled', { cause: describeError(reason) }))

  const settings = openSettings(join(userData, 'settings.json'))
  const setTheme = (theme: Settings['theme']) => (nativeTheme.themeSource = theme)
  setTheme(settings.get().theme)
  let isQuitting = false
  app.on('before-quit', () => (isQuitting = true))
  const staysInTray = () => !isQuitting && desktop.hasTray && settings.get().desktop.close_to_tray
  const main = new MainWindow({
    settings,
    developmentUrl,
    staysInTray,
    onOpen: () => desktop.apply(null),
    // The panel beside the tray may still be there, hidden.
    onClosed: () => app.quit(),
    log,
  })
  app.on('second-instance', (_event, args) => {
    const followed = linkIn(args)
    if (followed) follow(followed)
    else main.reveal()
  })
  hardenSession()
  installMenu({
    developerTools: !app.isPackaged,
    onSaveSupportBundle: () => main.send('support.requested', null),
  })
  const desktop = new Desktop({
    main,
    settings,
    developmentUrl,
    trayFolder: join(import.meta.dirname, '../renderer/tray'),
    log,
  })

  // Before the windows are closed one by one, as if the rep had closed each: these are to be there again.
  app.on('before-quit', () => desktop.closePopOuts())
  const invitation = new WaitingInvitation()
  follow = (followed) => {
    if (followed.kind === 'target') return desktop.ask({ kind: 'link', target: followed.target, reply: false })
    invitation.receive(followed.token)
    main.reveal()
  }

  const lifecycle = await compose({
    userData,
    settings,
    log,
    desktop,
    invitation,
    developmentUrl,
    setTheme,
    version: app.getVersion(),
    memory: takenMemory,
    updater: findUpdater(),
    downloads: { folder: app.getPath('downloads'), show: (file) => shell.showItemInFolder(file) },
    files: {
      open: (path) => shell.openPath(path),
      async saveAs(name) {
        const { filePath } = await dialog.showSaveDialog({ defaultPath: join(app.getPath('downloads'), name) })
        return filePath || null
      },
      async choose(name, extensions) {
        const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'], filters: [{ name, extensions }] })
        return filePaths[0] ?? null
      },
    },
    send: (name, payload) => main.send(name, payload),
    onResume: (listener) => powerMonitor.on('resume', listener),
    localBackend: app.isPackaged ? undefined : process.env['LEADLINE_LOCAL_BACKEND'],
  })
  serveApp(join(import.meta.dirname, '../renderer'), (id, range) => lifecycle.serveAttachment(id, range))
  // The page and the cache open side by side; the page shows `opening` until the cache is there.
  const isHidden = startsHidden(settings.get().desktop) && desktop.hasTray
  if (!isHidden) main.open()
  desktop.apply(null)
  const startedWith = linkIn(process.argv) ?? linkBefore
  if (startedWith) follow(startedWith)
  const booted = lifecycle.boot().catch((error: unknown) => log.error('boot.failed', { cause: describeError(error) }))

  let closing = false
  app.on('will-quit', (event) => {
    if (closing) return
    closing = true
    desktop.close()
    event.preventDefault()
    void booted.then(() => lifecycle.close()).finally(() => app.quit())
  })
}
