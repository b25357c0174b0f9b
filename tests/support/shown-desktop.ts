import type { ElectronApplication } from '@playwright/test'

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

interface StandIn {
  standIn: {
    desktop: {
      notifications: (Omit<ShownNotification, 'actions'> & {
        actions: { text: string }[]
        emit: (event: string, details: object) => void
      })[]
    }
  }
}
