import type { Desktop } from './desktop.ts'
import type { Matching } from './electron-types.ts'
import { strictEmitter } from './strict.ts'

type TrayImage = ConstructorParameters<typeof Electron.Tray>[0]

/** A tray icon that nobody sees; `desktop.trays` holds it while it lives. */
export class StandInTray extends strictEmitter('tray') implements Matching<StandInTray, Electron.Tray> {
  readonly #desktop: Desktop
  #title = ''
  /** What a user would see, for tests. */
  image: TrayImage
  toolTip = ''
  contextMenu: Electron.Menu | null = null

  constructor(desktop: Desktop, image: TrayImage) {
    super()
    this.#desktop = desktop
    this.image = image
    desktop.trays.push(this)
  }

  setImage(image: TrayImage): void {
    this.image = image
  }

  setToolTip(toolTip: string): void {
    this.toolTip = toolTip
  }

  setTitle(title: string): void {
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  setContextMenu(menu: Electron.Menu | null): void {
    this.contextMenu = menu
  }

  popUpContextMenu(menu?: Electron.Menu): void {
    this.#desktop.record('tray.popUpContextMenu', (menu ?? this.contextMenu)?.items.map((item) => item.label) ?? [])
  }

  closeContextMenu(): void {
    this.#desktop.record('tray.closeContextMenu')
  }

  setIgnoreDoubleClickEvents(): void {}

  getBounds(): Electron.Rectangle {
    return { x: 1880, y: 0, width: 24, height: 24 }
  }

  isDestroyed(): boolean {
    return !this.#desktop.trays.includes(this)
  }

  destroy(): void {
    const at = this.#desktop.trays.indexOf(this)
    if (at !== -1) this.#desktop.trays.splice(at, 1)
  }
}
