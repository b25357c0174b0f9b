import type { Desktop } from './desktop.ts'
import { asElectron, type Matching } from './electron-types.ts'
import { strictEmitter, strictObject } from './strict.ts'

type Template = (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]
type Role = Electron.MenuItemConstructorOptions['role']
type MenuWindow = Pick<
  Electron.BrowserWindow,
  'close' | 'minimize' | 'reload' | 'setFullScreen' | 'isFullScreen' | 'webContents'
>

/** What menus reach of the rest of the process. */
export interface MenuContext {
  desktop: Desktop
  buildMenu: (template: Template) => Electron.Menu
  focusedWindow: () => MenuWindow | null
  quit: () => void
}

const LABELS: Partial<Record<NonNullable<Role>, string>> = {
  about: 'About',
  close: 'Close Window',
  editMenu: 'Edit',
  fileMenu: 'File',
  forceReload: 'Force Reload',
  quit: 'Quit',
  resetZoom: 'Actual Size',
  selectAll: 'Select All',
  toggleDevTools: 'Toggle Developer Tools',
  togglefullscreen: 'Toggle Full Screen',
  viewMenu: 'View',
  windowMenu: 'Window',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
}

/** One entry of a menu; `click()` does what a user's click does. */
export class StandInMenuItem
  extends strictObject('menuItem')
  implements Matching<Omit<StandInMenuItem, 'role'>, Electron.MenuItem>
{
  readonly id: string
  readonly commandId: number
  readonly role: Role
  readonly type: Electron.MenuItem['type']
  readonly submenu?: Electron.Menu
  label: string
  sublabel: string
  toolTip: string
  accelerator: string | null
  icon?: Electron.MenuItem['icon']
  enabled: boolean
  visible: boolean
  checked: boolean
  registerAccelerator: boolean
  readonly click: (event?: unknown, window?: MenuWindow) => void
  menu!: Electron.Menu

  constructor(context: MenuContext, options: Electron.MenuItemConstructorOptions) {
    super()
    const { role, submenu } = options
    if (options.label === undefined && role === undefined && options.type === undefined) {
      throw new Error('Invalid template for MenuItem: must have at least one of label, role or type')
    }
    this.id = options.id ?? ''
    this.commandId = context.desktop.nextCommandId()
    this.role = role
    this.type = options.type ?? (submenu ? 'submenu' : 'normal')
    if (submenu) this.submenu = Array.isArray(submenu) ? context.buildMenu(submenu) : submenu
    this.label = options.label ?? (role === undefined ? '' : labelOf(role))
    this.sublabel = options.sublabel ?? ''
    this.toolTip = options.toolTip ?? ''
    this.accelerator = options.accelerator ?? null
    this.icon = options.icon
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.registerAccelerator = options.registerAccelerator ?? true
    this.click = (event, window) => {
      if (this.type === 'checkbox') this.checked = !this.checked
      else if (this.type === 'radio') this.#choose()
      if (role !== undefined) runRole(context, role, window)
      else options.click?.(asElectron(this), window as Electron.BrowserWindow, event as Electron.KeyboardEvent)
    }
  }

  /** Radio items that follow each other are one group. */
  #choose(): void {
    const items: Electron.MenuItem[] = this.menu.items
    const at = items.indexOf(asElectron(this))
    const first = items.findLastIndex((item, index) => index < at && item.type !== 'radio') + 1
    const end = items.findIndex((item, index) => index > at && item.type !== 'radio')
    for (const item of items.slice(first, end === -1 ? undefined : end)) item.checked = false
    this.checked = true
  }
}

/** A menu. Nothing is drawn; tests look at `items`. */
export class StandInMenu extends strictEmitter('menu') implements Matching<StandInMenu, Electron.Menu> {
  readonly #desktop: Desktop
  items: Electron.MenuItem[] = []

  constructor({ desktop }: MenuContext) {
    super()
    this.#desktop = desktop
  }

  append(item: Electron.MenuItem): void {
    this.insert(this.items.length, item)
  }

  insert(position: number, item: Electron.MenuItem): void {
    item.menu = asElectron(this)
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): Electron.MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  popup(): void {
    this.#desktop.record(
      'menu.popup',
      this.items.map((item) => item.label),
    )
    this.emit('menu-will-show')
  }

  closePopup(): void {
    this.emit('menu-will-close')
  }
}

function labelOf(role: NonNullable<Role>): string {
  return LABELS[role] ?? role.charAt(0).toUpperCase() + role.slice(1)
}

function runRole(context: MenuContext, role: NonNullable<Role>, clicked: MenuWindow | undefined): void {
  const window = clicked ?? context.focusedWindow()
  context.desktop.record('menu.role', role)
  switch (role) {
    case 'quit':
      return context.quit()
    case 'close':
      return window?.close()
    case 'minimize':
      return window?.minimize()
    case 'reload':
    case 'forceReload':
      return window?.reload()
    case 'togglefullscreen':
      return window?.setFullScreen(!window.isFullScreen())
    case 'zoomIn':
      return zoomBy(window, 0.5)
    case 'zoomOut':
      return zoomBy(window, -0.5)
    case 'resetZoom':
      return window?.webContents.setZoomLevel(0)
    default:
      // Editing commands and the like act on the page in Chromium itself.
      return undefined
  }
}

function zoomBy(window: MenuWindow | null, step: number): void {
  window?.webContents.setZoomLevel(window.webContents.getZoomLevel() + step)
}
