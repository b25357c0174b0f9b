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

/** The icon beside the clock. */
export interface ShownTray {
  toolTip: string
  /** The name of the picture's file. */
  image: string
  /** The lines of its menu; separators are empty. */
  menu: string[]
}

export const tray = (app: ElectronApplication): Promise<ShownTray> =>
  app.evaluate((electron) => {
    const { toolTip, image, contextMenu } = (electron as never as StandIn).standIn.desktop.trays[0]!
    return {
      toolTip,
      image: image.path.split('/').at(-1)!,
      menu: (contextMenu?.items ?? []).map(({ label }) => label),
    }
  })

/** Clicks the icon, or an entry of its menu by the labels that lead there. */
export const clickTray = (app: ElectronApplication, ...labels: string[]): Promise<void> =>
  app.evaluate((electron, path) => {
    const shown = (electron as never as StandIn).standIn.desktop.trays[0]!
    if (path.length === 0) {
      shown.emit('click')
      return
    }
    let menu = shown.contextMenu
    for (const [at, label] of path.entries()) {
      const found = menu?.items.find((item) => item.label === label)
      if (!found)
        throw new Error(`The tray's menu has no ${label}: ${menu?.items.map((item) => item.label).join(', ')}`)
      menu = found.submenu ?? null
      if (at === path.length - 1) found.click()
    }
  }, labels)

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
