import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'
import { APP_SCHEME, fileOf } from './app-origin.ts'
import { contentSecurityPolicy } from './page-policy.ts'

/** Before `ready`: makes `app:` a standard, secure scheme. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** After `ready`: serves the built page with its security headers. */
export function serveApp(rendererDir: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = fileOf(request.url, rendererDir)
    if (!file || request.method !== 'GET') return new Response('Not found', { status: 404 })
    const response = await net.fetch(pathToFileURL(file).toString()).catch(() => null)
    if (!response) return new Response('Not found', { status: 404 })
    const headers = new Headers(response.headers)
    headers.set('content-security-policy', contentSecurityPolicy(request.url))
    headers.set('x-content-type-options', 'nosniff')
    headers.set('cross-origin-opener-policy', 'same-origin')
    return new Response(response.body, { status: response.status, headers })
  })
}
