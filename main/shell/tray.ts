import { join } from 'node:path'
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions, type Rectangle } from 'electron'
import type { DesktopChange, DesktopSettings } from '#shared/domain/desktop-settings.ts'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { pauseChoices, type TrayView } from '../notify/tray-view.ts'

export interface TrayActions {
  open: () => void
  openLead: (lead: HotLead) => void
  togglePanel: () => void
  quickNote: () => void
  settings: () => void
  set: (change: DesktopChange) => void
  quit: () => void
}

/** The icon beside the clock: what it looks like, says and offers. */
export class TrayIcon {
  readonly #tray: Tray
  readonly #folder: string
  readonly #actions: TrayActions
  #view: TrayView | null = null
  #picture = ''

  /**
   * @param folder of the pictures that build/scripts/draw-tray-icons.ts draws
   * @throws when the system has no tray
   */
  constructor(folder: string, actions: TrayActions) {
    this.#folder = folder
    this.#actions = actions
    this.#tray = new Tray(nativeImage.createFromPath(this.#pictureOf('normal')))
    // On macOS a tray with a menu opens it on any click; there the menu comes with the other button.
    this.#tray.on('click', actions.togglePanel)
    if (process.platform === 'darwin') this.#tray.on('right-click', () => this.#tray.popUpContextMenu(this.#menu()))
    nativeTheme.on('updated', this.#redraw)
  }

  get bounds(): Rectangle {
    return this.#tray.getBounds()
  }

  show(view: TrayView): void {
    this.#view = view
    this.#redraw()
    this.#tray.setToolTip(view.tooltip)
    if (process.platform !== 'darwin') this.#tray.setContextMenu(this.#menu())
  }

  destroy(): void {
    nativeTheme.off('updated', this.#redraw)
    this.#tray.destroy()
  }

  readonly #redraw = (): void => {
    const picture = this.#pictureOf(this.#view?.state ?? 'normal')
    if (picture === this.#picture) return
    this.#picture = picture
    this.#tray.setImage(nativeImage.createFromPath(picture))
  }

  #pictureOf(state: TrayView['state']): string {
    return join(this.#folder, `${state}-on-${nativeTheme.shouldUseDarkColors ? 'dark' : 'light'}.png`)
  }

  #menu(): Menu {
    const { open, openLead, togglePanel, quickNote, settings, quit } = this.#actions
    const view = this.#view
    const leads = view?.leads ?? []
    const more = view?.more ? [{ label: `${view.more} more…`, click: togglePanel }] : []
    return Menu.buildFromTemplate([
      ...leads.map(({ lead, label }) => ({ label: escaped(label), click: () => openLead(lead) })),
      ...more,
      ...(leads.length > 0 ? [{ type: 'separator' } as const] : []),
      { label: 'Open Leadline', click: open },
      ...(view?.isSignedIn ? this.#signedIn(view, { togglePanel, quickNote }) : []),
      { type: 'separator' },
      { label: 'Settings…', enabled: view?.isSignedIn ?? false, click: settings },
      { label: 'Quit', click: quit },
    ])
  }

  #signedIn(
    view: TrayView,
    { togglePanel, quickNote }: Pick<TrayActions, 'togglePanel' | 'quickNote'>,
  ): MenuItemConstructorOptions[] {
    const { set } = this.#actions
    const presence = (value: DesktopSettings['presence'], label: string): MenuItemConstructorOptions => ({
      label,
      type: 'radio',
      checked: view.presence === value,
      click: () => set({ presence: value }),
    })
    const pause: MenuItemConstructorOptions =
      view.pausedUntil === null
        ? {
            label: 'Pause notifications',
            submenu: pauseChoices(Date.now()).map(({ label, until }) => ({
              label,
              click: () => set({ paused_until: until }),
            })),
          }
        : { label: 'Resume notifications', click: () => set({ paused_until: null }) }
    return [
      { label: 'Hot leads', click: togglePanel },
      { label: 'Quick note…', click: quickNote },
      { type: 'separator' },
      {
        label: 'Presence',
        submenu: [presence('shown', 'Colleagues see where I am'), presence('hidden', 'Hidden')],
      },
      pause,
    ]
  }
}

/** In menus an ampersand marks a key. */
const escaped = (label: string): string => label.replaceAll('&', '&&')
