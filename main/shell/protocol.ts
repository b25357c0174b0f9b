import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'
import { APP_SCHEME, attachmentOf, fileOf } from './app-origin.ts'
import { contentSecurityPolicy } from './page-policy.ts'

/** Before `ready`: makes `app:` a standard, secure scheme. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/**
 * After `ready`: serves the built page with its security headers, and the files of attachments.
 * @param serveAttachment answers for one, with the `Range` header of the request
 */
export function serveApp(
  rendererDir: string,
  serveAttachment: (id: string, range: string | null) => Promise<Response>,
): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const attachment = request.method === 'GET' ? attachmentOf(request.url) : null
    if (attachment !== null) return serveAttachment(attachment, request.headers.get('range'))
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
