import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'
import { APP_SCHEME, attachmentOf, fileOf } from './app-origin.ts'
import { contentSecurityPolicy, PERMISSIONS_POLICY } from './page-policy.ts'

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
  const serveFile = async (file: string | null): Promise<Response> =>
    (file && (await net.fetch(pathToFileURL(file).toString()).catch(() => null))) ||
    new Response('Not found', { status: 404 })
  protocol.handle(APP_SCHEME, async ({ method, url, headers }) => {
    const attachment = method === 'GET' ? attachmentOf(url) : null
    const answer =
      attachment === null
        ? await serveFile(method === 'GET' ? fileOf(url, rendererDir) : null)
        : await serveAttachment(attachment, headers.get('range'))
    return new Response(answer.body, { status: answer.status, headers: secured(answer.headers, url) })
  })
}

/** The headers of every response, found or not; a file of a customer has a stricter policy of its own. */
function secured(given: Headers, url: string): Headers {
  const headers = new Headers(given)
  if (!headers.has(POLICY)) headers.set(POLICY, contentSecurityPolicy(url))
  headers.set('x-content-type-options', 'nosniff')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('permissions-policy', PERMISSIONS_POLICY)
  return headers
}

const POLICY = 'content-security-policy'
