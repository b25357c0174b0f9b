import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Sql } from 'postgres'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { TokenVerifier } from '../tokens.ts'
import { BroadcastApi } from './broadcast-api.ts'
import { Changes } from './changes.ts'
import type { Connection } from './channel.ts'
import { openFeed } from './feed.ts'
import { decodeFrame } from './frames.ts'
import { RealtimeIdentity } from './identity.ts'
import { Presence } from './presence.ts'
import { Rooms } from './rooms.ts'
import { Session } from './session.ts'

/** What the Realtime server works with. */
export interface RealtimeOptions {
  /** A superuser connection with several sessions. */
  sql: Sql
  tokens: TokenVerifier
  apiKeys: string[]
  log: (line: string) => void
}

/** The Realtime server of the backend. */
export interface Realtime {
  /** Answers `POST /realtime/v1/api/broadcast…`, or null for other paths. */
  fetch(request: Request): Promise<Response | null>
  /** Takes the websocket upgrades of an HTTP server. */
  attach(server: Server): void
  /** Columns of tables may have changed. */
  forgetSchema(): void
  /** Cuts every connection, as a network failure would. */
  dropConnections(): void
  close(): Promise<void>
}

const WEBSOCKET_PATH = '/realtime/v1/websocket'

/** Largest frame of a client, in bytes. */
const MAX_FRAME = 5_000_000

/** Starts the server on the database's event stream. It serves nothing before `attach`. */
export async function startRealtime({ sql, tokens, apiKeys, log }: RealtimeOptions): Promise<Realtime> {
  const identity = new RealtimeIdentity(tokens, apiKeys)
  const rooms = new Rooms()
  const presence = new Presence(rooms)
  const changes = new Changes(sql, rooms)
  const broadcasts = new BroadcastApi(sql, identity, rooms)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false })
  // Messages are kept for replay for three days, as hosted.
  await sql`delete from realtime.messages where inserted_at < now() - interval '3 days'`
  const feed = await openFeed(sql, rooms, changes, log)

  function open(socket: WebSocket, url: URL, apiKey: string): void {
    const vsn = url.searchParams.get('vsn') === '2.0.0' ? 2 : 1
    const connection: Connection = { socket, vsn, apiKey, channels: new Map() }
    const session = new Session(connection, { sql, identity, rooms, presence, log })
    // One message after the other: a broadcast must not overtake the join before it.
    let handled = Promise.resolve()
    socket.on('message', (data, isBinary) => {
      handled = handled
        .then(() => session.handle(decodeFrame(data, isBinary)))
        .catch((error: unknown) => log(`realtime: a message was not understood: ${String(error)}`))
    })
    socket.on('close', () => session.leaveAll())
    socket.on('error', (error) => log(`realtime: ${error.message}`))
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const apiKey = url.searchParams.get('apikey') ?? ''
    if (url.pathname !== WEBSOCKET_PATH) return refuse(stream, '404 Not Found', 'Not found')
    if (!identity.isApiKey(apiKey)) return refuse(stream, '401 Unauthorized', 'Invalid API key')
    sockets.handleUpgrade(request, stream, head, (socket) => open(socket, url, apiKey))
  }

  const dropConnections = (): void => sockets.clients.forEach((socket) => socket.terminate())
  return {
    fetch: (request) => broadcasts.answer(request),
    attach: (server) => void server.on('upgrade', onUpgrade),
    forgetSchema: () => changes.forgetSchema(),
    dropConnections,
    async close() {
      dropConnections()
      sockets.close()
      await feed.close()
    },
  }
}

function refuse(stream: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ message })
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`
  stream.end(`${head}\r\n\r\n${body}`)
}
