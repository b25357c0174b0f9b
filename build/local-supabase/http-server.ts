import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'

/** An HTTP server on the loopback. */
export interface HttpServer {
  server: Server
  port: number
  close(): Promise<void>
}

/**
 * Serves `fetch` on 127.0.0.1.
 *
 * @param port 0 for any free port; a taken port is replaced by a free one, which `log` tells.
 */
export async function serveHttp(
  fetch: (request: Request) => Promise<Response>,
  port: number,
  log: (line: string) => void,
): Promise<HttpServer> {
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false })
  const server = createServer((request, response) => void listener(request, response))
  // Longer than the pauses of a client that polls, so that it keeps its connection.
  server.keepAliveTimeout = 75_000
  try {
    await listen(server, port)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    await listen(server, 0)
    log(`port ${port} is taken`)
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    server,
    port: address.port,
    async close() {
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  // `once` rejects on an `error` event.
  await once(server, 'listening')
}
