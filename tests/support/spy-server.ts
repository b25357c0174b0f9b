import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody's server that waits to be asked for anything. */
export interface SpyServer {
  /** Its origin, `http://127.0.0.1:…`. */
  url: string
  /** The paths it was asked for. */
  asked: string[]
  close(): Promise<void>
}

export async function startSpyServer(): Promise<SpyServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
