import { expect, type ElectronApplication, type Page } from '@playwright/test'

/** A notification as the system would show it. */
export interface ShownNotification {
  title: string
  body: string
  silent: boolean
  actions: string[]
  /** The app took it away again. */
  isClosed: boolean
}

/** Every notification since the start, oldest first: what the stand-in's registry holds in the system's place. */
export const notifications = (app: ElectronApplication): Promise<ShownNotification[]> =>
  app.evaluate((electron) =>
    (electron as never as StandIn).standIn.desktop.notifications.map(({ title, body, silent, actions, isClosed }) => ({
      title,
      body,
      silent,
      actions: actions.map(({ text }) => text),
      isClosed,
    })),
  )

/** Their titles, oldest first. */
export const titles = async (app: ElectronApplication): Promise<string[]> =>
  (await notifications(app)).map(({ title }) => title)

/** Clicks a notification, or one of its buttons. */
export const clickNotification = (app: ElectronApplication, at: number, action?: string): Promise<void> =>
  app.evaluate(
    (electron, { at, action }) => {
      const notification = (electron as never as StandIn).standIn.desktop.notifications.at(at)!
      const actionIndex = notification.actions.findIndex(({ text }) => text === action)
      if (action === undefined) notification.emit('click', {})
      else notification.emit('action', { actionIndex })
    },
    { at, action },
  )

/** The links that were opened outside of the app, oldest first. */
export const openedOutside = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate((electron) => [...(electron as never as StandIn).standIn.desktop.openedExternal])

/** From here on nobody has touched this computer for so long. */
export const leaveAlone = (app: ElectronApplication, seconds: number): Promise<void> =>
  app.evaluate(({ powerMonitor }, idle) => {
    powerMonitor.getSystemIdleTime = () => idle
  }, seconds)

/** The icon beside the clock. */
export interface ShownTray {
  toolTip: string
  /** The name of the picture's file. */
  image: string
  /** The lines of its menu; separators are empty. */
  menu: string[]
}

/** What the icon shows; nothing of anything while the app is still starting and has none. */
export const tray = (app: ElectronApplication): Promise<ShownTray> =>
  app.evaluate((electron) => {
    const shown = (electron as never as StandIn).standIn.desktop.trays[0]
    return {
      toolTip: shown?.toolTip ?? '',
      image: shown?.image.path.split('/').at(-1) ?? '',
      menu: (shown?.contextMenu?.items ?? []).map(({ label }) => label),
    }
  })

/** Clicks the icon, or an entry of its menu by the labels that lead there, once it is there. */
export const clickTray = (app: ElectronApplication, ...labels: string[]): Promise<void> =>
  expect.poll(() => clickInTray(app, labels), { message: `the tray has ${labels.join(', ')}` }).toBe('clicked')

/** @returns what there was to click instead, where the path leads nowhere yet */
const clickInTray = (app: ElectronApplication, path: string[]): Promise<string> =>
  app.evaluate((electron, labels) => {
    const shown = (electron as never as StandIn).standIn.desktop.trays[0]
    if (!shown) return 'no tray'
    if (labels.length === 0) {
      shown.emit('click')
      return 'clicked'
    }
    const itemsOf = (menu: MenuShown | null | undefined) => menu?.items ?? []
    let items = itemsOf(shown.contextMenu)
    for (const label of labels.slice(0, -1)) items = itemsOf(items.find((item) => item.label === label)?.submenu)
    const found = items.find((item) => item.label === labels.at(-1))
    found?.click()
    return found ? 'clicked' : items.map((item) => item.label).join(', ')
  }, path)

/** The window beside the tray, once it is there. */
export async function panelOf(app: ElectronApplication): Promise<Page> {
  const isPanel = (page: Page) => page.url().endsWith('/panel.html')
  // A window is there before it has its address.
  await expect.poll(() => app.windows().some(isPanel)).toBe(true)
  return app.windows().find(isPanel)!
}

interface MenuShown {
  items: { label: string; submenu?: MenuShown; click: () => void }[]
}

/** The registry of what would have reached the desktop; see build/electron-stand-in/desktop.ts. */
interface StandIn {
  standIn: {
    desktop: {
      openedExternal: string[]
      trays: {
        toolTip: string
        image: { path: string }
        contextMenu: MenuShown | null
        emit: (event: string) => void
      }[]
      notifications: (Omit<ShownNotification, 'actions'> & {
        actions: { text: string }[]
        emit: (event: string, details: object) => void
      })[]
    }
  }
}
