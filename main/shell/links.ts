import { app } from 'electron'
import { LINK_SCHEME, parseInvitation, parseLink, type Target } from '#shared/domain/app-link.ts'

/** What a link asks for: to show something, or to take an invitation. */
export type Followed = { kind: 'target'; target: Target } | { kind: 'invitation'; token: string }

function read(link: string): Followed | null {
  const token = parseInvitation(link)
  if (token !== null) return { kind: 'invitation', token }
  const target = parseLink(link)
  return target && { kind: 'target', target }
}

/** The link that the app was started with, among whatever else stands on the command line; null for none. */
export function linkIn(args: readonly string[]): Followed | null {
  for (const arg of args) {
    const followed = read(arg)
    if (followed) return followed
  }
  return null
}

/** Before `ready`: the system hands `leadline://` links to this app. macOS does so by an event, the others by a start. */
export function receiveLinks(onLink: (followed: Followed) => void): void {
  // In development the links would belong to a bare runtime.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.on('open-url', (event, link) => {
    event.preventDefault()
    const followed = read(link)
    if (followed) onLink(followed)
  })
}
