import { app } from 'electron'
import { LINK_SCHEME, parseLink, type Target } from '#shared/domain/app-link.ts'

/** The link that the app was started with, among whatever else stands on the command line; null for none. */
export function linkIn(args: readonly string[]): Target | null {
  for (const arg of args) {
    const target = parseLink(arg)
    if (target) return target
  }
  return null
}

/** Before `ready`: the system hands `leadline://` links to this app. macOS does so by an event, the others by a start. */
export function receiveLinks(onLink: (target: Target) => void): void {
  // In development the links would belong to a bare runtime.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.on('open-url', (event, link) => {
    event.preventDefault()
    const target = parseLink(link)
    if (target) onLink(target)
  })
}
