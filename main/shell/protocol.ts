import { resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'

/** The page's scheme and origin. Nothing is loaded from anywhere else. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://leadline'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Before `ready`: makes `app:` a standard, secure scheme. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

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

/** After `ready`: serves the built page with its security headers. */
export function serveApp(rendererDir: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = fileOf(request.url, rendererDir)
    if (!file || request.method !== 'GET') return new Response('Not found', { status: 404 })
    const response = await net.fetch(pathToFileURL(file).toString()).catch(() => null)
    if (!response) return new Response('Not found', { status: 404 })
    const headers = new Headers(response.headers)
    headers.set('content-security-policy', CONTENT_SECURITY_POLICY)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('cross-origin-opener-policy', 'same-origin')
    return new Response(response.body, { status: response.status, headers })
  })
}
