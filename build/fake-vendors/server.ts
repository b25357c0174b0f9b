import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Fault } from './carrier.ts'

/** A request as the vendors' fakes read it. */
export interface VendorRequest {
  method: string
  url: URL
  headers: Headers
  body: string
}

/** What a fake answers: a response, nothing for ever, or the end of the connection. */
export type VendorAnswer = { status: number; body: object; headers?: Record<string, string> } | 'hang' | 'cut'

/** What a fault makes of a request before anything is taken; null when the message is taken. */
export function insteadOfTaking(fault: Fault | undefined): VendorAnswer | null {
  if (typeof fault === 'object') return { body: {}, ...fault }
  return fault === 'hang' || fault === 'cut' ? fault : null
}

/** What a fault makes of the answer to a message that was taken. */
export function afterTaking(fault: Fault | undefined, answer: VendorAnswer): VendorAnswer {
  if (fault === 'silence') return 'hang'
  return fault === 'die' ? 'cut' : answer
}

/** Serves on a free port of the loopback; unlike a web-standard server it can leave a request without an answer. */
export async function serveVendors(
  handle: (request: VendorRequest) => VendorAnswer,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void read(request).then(
      (read) => reply(handle(read), request, response),
      () => request.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The vendors have no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}

async function read(request: IncomingMessage): Promise<VendorRequest> {
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'vendors.test'}`)
  return { method: request.method ?? 'GET', url, headers, body: await text(request) }
}

function reply(answer: VendorAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'hang') return
  if (answer === 'cut') {
    request.destroy()
    return
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
  response.end(JSON.stringify(answer.body))
}
