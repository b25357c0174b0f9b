import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** What the network between app and backend does. */
export type NetworkMode =
  | 'up'
  | 'cut' // connections break and new ones are refused
  | 'html' // something answers, but it is a login page of the hotel
  | 'stall' // connections stay open and nothing comes back
  | 'one-way' // requests arrive, their answers are lost

export interface FaultProxy {
  /** What the app is given as the backend's address. */
  url: string
  /** Changes the network at once; open connections are broken, as when a cable is pulled. */
  set(mode: NetworkMode): void
  close(): Promise<void>
}

const HTML = '<!doctype html><title>Sign in to the hotel network</title><h1>Welcome</h1>'
const HTML_ANSWER = [
  'HTTP/1.1 200 OK',
  'content-type: text/html',
  `content-length: ${HTML.length}`,
  'connection: close',
  '',
  HTML,
].join('\r\n')

/** A TCP proxy on loopback in front of a backend, so that a test can cut and heal the network of one app. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let mode: NetworkMode = 'up'

  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((socket) => {
    track(socket)
    if (mode === 'html') socket.once('data', () => socket.end(HTML_ANSWER))
    else if (mode === 'up' || mode === 'one-way') {
      const upstream = connect(Number(port), hostname)
      track(upstream)
      socket.pipe(upstream)
      if (mode === 'up') upstream.pipe(socket)
      else upstream.once('data', () => socket.destroy())
      socket.once('close', () => upstream.destroy())
      upstream.once('close', () => socket.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const { port: ownPort } = server.address() as AddressInfo

  const dropAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${ownPort}`,
    set(next) {
      if (next === 'cut') server.close()
      else if (mode === 'cut') server.listen(ownPort, '127.0.0.1')
      mode = next
      dropAll()
    },
    async close() {
      dropAll()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}
