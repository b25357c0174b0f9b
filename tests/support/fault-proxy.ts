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
  /** Cuts the network once this many bytes more have gone up; resolves when it has. */
  cutAfter(bytes: number): Promise<void>
  /** Bytes that have gone up in all. */
  readonly sentUp: number
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
  let sentUp = 0
  let limit: { at: number; reached: () => void } | null = null

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
      socket.on('data', (part) => goneUp(part.length))
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
  const set = (next: NetworkMode) => {
    if (next === 'cut') server.close()
    else if (mode === 'cut') server.listen(ownPort, '127.0.0.1')
    mode = next
    dropAll()
  }
  const goneUp = (bytes: number) => {
    sentUp += bytes
    if (!limit || sentUp < limit.at) return
    const { reached } = limit
    limit = null
    set('cut')
    reached()
  }
  return {
    url: `http://127.0.0.1:${ownPort}`,
    set,
    cutAfter: (bytes) =>
      new Promise((reached) => {
        limit = { at: sentUp + bytes, reached }
      }),
    get sentUp() {
      return sentUp
    },
    async close() {
      dropAll()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}
