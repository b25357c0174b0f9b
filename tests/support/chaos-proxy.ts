import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** What can happen to one HTTP call on its way to the backend and back. */
export const CALL_FAULTS = [
  'drop-request', // the backend never hears of it
  'drop-response', // done, and nobody is told
  'delay', // long enough for others to overtake it
  'duplicate', // the backend hears it twice; the second answer counts
  'truncate', // half an answer
  'half-open', // the connection stays and nothing comes, until it breaks
  401,
  409,
  429,
  500,
  503,
] as const
export type CallFault = (typeof CALL_FAULTS)[number]

export interface ChaosProxy {
  /** What the app is given as the backend's address. */
  url: string
  /** How often each fault happened. */
  counts: Map<CallFault | 'socket cut', number>
  /** Ends all faults; calls that hang are broken off. */
  heal(): void
  close(): Promise<void>
}

export interface ChaosOptions {
  /** A whole number from 0 up to but not including `limit`. */
  below: (limit: number) => number
  /** One call in so many meets a fault. */
  oneIn: number
}

const DELAY_MS = 300
const HALF_OPEN_MS = 1_500
/** The longest that a Realtime connection lasts. */
const SOCKET_MS = 4_000

/** An HTTP proxy on loopback that mistreats calls of replication one by one, and cuts Realtime connections. */
export async function startChaosProxy(target: string, { below, oneIn }: ChaosOptions): Promise<ChaosProxy> {
  const { hostname, port } = new URL(target)
  const counts: ChaosProxy['counts'] = new Map()
  const healed = new AbortController()
  const sockets = new Set<Socket>()
  const count = (fault: CallFault | 'socket cut') => counts.set(fault, (counts.get(fault) ?? 0) + 1)

  /** Resolves after that time, or at once when the network heals. */
  const wait = (ms: number) => setTimeout(ms, undefined, { signal: healed.signal, ref: false }).catch(() => {})
  const faultFor = (url: string): CallFault | null => {
    if (healed.signal.aborted || !url.includes('/rpc/') || below(oneIn) > 0) return null
    const fault = CALL_FAULTS[below(CALL_FAULTS.length)]!
    count(fault)
    return fault
  }

  const forward = async (incoming: IncomingMessage, body: Buffer): Promise<{ head: IncomingMessage; body: Buffer }> => {
    const { method, url, headers } = incoming
    const outgoing = request({ hostname, port, method, path: url, headers: { ...headers, connection: 'close' } })
    outgoing.end(body)
    const [head] = (await once(outgoing, 'response')) as [IncomingMessage]
    return { head, body: Buffer.concat(await head.toArray()) }
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray())
    const fault = faultFor(incoming.url ?? '')
    if (typeof fault === 'number') return refuse(response, fault)
    if (fault === 'drop-request') return void response.destroy()
    if (fault === 'half-open') {
      await wait(HALF_OPEN_MS)
      return void response.destroy()
    }
    if (fault === 'delay') await wait(below(DELAY_MS))
    if (fault === 'duplicate') await forward(incoming, body)
    const answer = await forward(incoming, body)
    if (fault === 'drop-response') return void response.destroy()
    const { 'transfer-encoding': _chunked, connection: _connection, ...headers } = answer.head.headers
    response.writeHead(answer.head.statusCode ?? 502, { ...headers, 'content-length': answer.body.length })
    if (fault !== 'truncate') return void response.end(answer.body)
    response.write(answer.body.subarray(0, answer.body.length >> 1), () => response.destroy())
  }

  async function cutLater(socket: Socket): Promise<void> {
    await wait(below(SOCKET_MS))
    if (healed.signal.aborted) return
    count('socket cut')
    socket.destroy()
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy())
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const upstream = connect(Number(port), hostname, () => {
      const lines = incoming.rawHeaders.flatMap((name, n, all) => (n % 2 ? [] : [`${name}: ${all[n + 1]}`]))
      upstream.write([`GET ${incoming.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
      upstream.write(head)
      socket.pipe(upstream).pipe(socket)
    })
    upstream.on('error', () => socket.destroy())
    upstream.once('close', () => socket.destroy())
    socket.once('close', () => upstream.destroy())
    void cutLater(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    heal: () => healed.abort(),
    async close() {
      healed.abort()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function refuse(response: ServerResponse, status: number): void {
  const body = JSON.stringify({ code: '', message: `Refused with ${status}`, details: null, hint: null })
  const again = status === 429 || status === 503 ? { 'retry-after': '1' } : {}
  response.writeHead(status, { 'content-type': 'application/json', ...again })
  response.end(body)
}
