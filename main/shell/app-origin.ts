import { resolve, sep } from 'node:path'
import { attachmentOfPath } from '#shared/contract/areas/attachments.ts'

/** The page's scheme and origin. Nothing is loaded from anywhere else. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://leadline'

/**
 * The file a URL of ours stands for, or null for another host, a path outside the folder, or one that cannot be decoded.
 * @param rendererDir absolute path of the built page
 */
export function fileOf(url: string, rendererDir: string): string | null {
  const { host, pathname } = new URL(url)
  if (`${APP_SCHEME}://${host}` !== APP_ORIGIN) return null
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path.includes('\0')) return null
  const file = resolve(rendererDir, `.${path === '/' ? '/index.html' : path}`)
  return file.startsWith(rendererDir + sep) ? file : null
}

/** The attachment that a URL of ours stands for; null when it is none. */
export function attachmentOf(url: string): string | null {
  const { host, pathname } = new URL(url)
  return `${APP_SCHEME}://${host}` === APP_ORIGIN ? attachmentOfPath(pathname) : null
}

/** Whether a page shows our own origin; with a development server, also that one. */
export function isAppUrl(url: string, developmentUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false
  if (url.startsWith(`${APP_ORIGIN}/`)) return true
  return developmentUrl !== undefined && new URL(url).origin === new URL(developmentUrl).origin
}
