import type { Sql } from 'postgres'
import { TokenError } from '../tokens.ts'
import { mayWrite, readPermissions } from './authorization.ts'
import { push, reply, sendClose } from './channel.ts'
import type { Channel, Connection, Permissions } from './channel.ts'
import { record } from './frames.ts'
import type { Incoming } from './frames.ts'
import { tokenReason } from './identity.ts'
import type { RealtimeIdentity } from './identity.ts'
import { authorizeJoin, JoinRefused, replayFrames } from './join.ts'
import type { Presence } from './presence.ts'
import type { Rooms } from './rooms.ts'

/** What a connection's messages act on. */
export interface SessionParts {
  sql: Sql
  identity: RealtimeIdentity
  rooms: Rooms
  presence: Presence
  log: (line: string) => void
}

/** Largest content of a client's broadcast, in bytes. */
const MAX_BROADCAST = 3_000_000

/** Longest delay of a Node timer, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1

/** Handles the messages of one connection. */
export class Session {
  readonly #connection: Connection
  readonly #parts: SessionParts

  constructor(connection: Connection, parts: SessionParts) {
    this.#connection = connection
    this.#parts = parts
  }

  async handle(message: Incoming): Promise<void> {
    const connection = this.#connection
    if (message.topic === 'phoenix') return reply(connection, message, 'ok')
    if (message.event === 'phx_join') return this.#join(message)
    const channel = connection.channels.get(message.topic)
    const isStale = message.joinRef !== null && message.joinRef !== channel?.joinRef
    if (!channel || isStale) {
      if (message.event === 'phx_leave') return reply(connection, message, 'ok')
      return reply(connection, message, 'error', { reason: 'unmatched topic' })
    }
    switch (message.event) {
      case 'phx_leave':
        this.#leave(channel)
        reply(connection, message, 'ok')
        return sendClose(channel)
      case 'access_token':
        return this.#refresh(channel, message.payload.access_token)
      case 'broadcast':
        return this.#broadcast(channel, message)
      case 'presence':
        return this.#track(channel, message)
      default:
        return reply(connection, message, 'error', { reason: `unknown event ${message.event}` })
    }
  }

  /** The connection is gone. */
  leaveAll(): void {
    for (const channel of this.#connection.channels.values()) this.#leave(channel)
  }

  async #join(message: Incoming): Promise<void> {
    const { sql, identity, rooms, presence, log } = this.#parts
    const connection = this.#connection
    let joined
    try {
      joined = await authorizeJoin(sql, identity, connection, message)
    } catch (error) {
      const reason = refusal(error)
      log(`realtime: join of ${message.topic} refused: ${reason}`)
      return reply(connection, message, 'error', { reason })
    }
    const { channel, replay, replicationReady } = joined
    const before = connection.channels.get(message.topic)
    if (before) {
      this.#leave(before)
      sendClose(before)
    }
    if (connection.socket.readyState !== connection.socket.OPEN) return
    connection.channels.set(channel.topic, channel)
    rooms.add(channel)
    this.#armExpiry(channel)
    const frames = replay ? await replayFrames(sql, channel, replay) : []
    reply(connection, message, 'ok', { postgres_changes: channel.changes })
    for (const frame of frames) connection.socket.send(frame)
    if (channel.presence && channel.read.presence) push(channel, 'presence_state', presence.state(channel))
    if (channel.changes.length > 0) system(channel, 'postgres_changes', 'ok', 'Subscribed to PostgreSQL')
    if (replicationReady) system(channel, 'system', 'ok', 'Replication connection established')
  }

  #leave(channel: Channel): void {
    const { rooms, presence } = this.#parts
    if (channel.expiry) clearTimeout(channel.expiry)
    channel.left = true
    if (this.#connection.channels.get(channel.topic) === channel) this.#connection.channels.delete(channel.topic)
    rooms.remove(channel)
    presence.untrack(channel)
  }

  #armExpiry(channel: Channel): void {
    if (channel.expiry) clearTimeout(channel.expiry)
    const { exp } = channel.claims
    if (exp === undefined) return
    const delay = Math.min(MAX_DELAY, exp * 1000 - Date.now())
    channel.expiry = setTimeout(() => {
      if (delay === MAX_DELAY) this.#armExpiry(channel)
      else this.#shutDown(channel, 'Token has expired 0 seconds ago')
    }, delay)
  }

  /** As hosted: a system error, then the close, after which clients do not rejoin by themselves. */
  #shutDown(channel: Channel, message: string): void {
    system(channel, 'system', 'error', message)
    sendClose(channel)
    this.#leave(channel)
  }

  /** A fresh token: the policies are asked again, with it. */
  async #refresh(channel: Channel, token: unknown): Promise<void> {
    if (typeof token !== 'string' || token === '' || token === channel.token) return
    const { sql, identity } = this.#parts
    try {
      const claims = await identity.claimsOf(token)
      const read = channel.private ? await readPermissions(sql, claims, channel.name) : channel.read
      if (channel.left) return
      const lost = (channel.read.broadcast && !read.broadcast) || (channel.read.presence && !read.presence)
      if (lost) {
        const message = `You no longer have permission to read from this Channel topic: ${channel.name}`
        return this.#shutDown(channel, message)
      }
      Object.assign(channel, { token, claims, read, write: {} })
      this.#armExpiry(channel)
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      this.#shutDown(channel, error.message)
    }
  }

  async #broadcast(channel: Channel, message: Incoming): Promise<void> {
    const { userBroadcast } = message
    if (!userBroadcast) return
    // A refusal is silent, as hosted.
    if (!(await this.#mayWrite(channel, 'broadcast'))) return
    const { event, content, size } = userBroadcast
    if (size > MAX_BROADCAST) {
      if (channel.ack) reply(this.#connection, message, 'error', { error: 'payload_size_exceeded' })
      return
    }
    const except = channel.self ? {} : { except: channel }
    this.#parts.rooms.broadcast({ name: channel.name, private: channel.private, event, content, ...except })
    if (channel.ack) reply(this.#connection, message, 'ok')
  }

  async #track(channel: Channel, message: Incoming): Promise<void> {
    const { presence } = this.#parts
    const { event, payload } = message.payload
    if (String(event).toLowerCase() === 'untrack') {
      presence.untrack(channel)
      return reply(this.#connection, message, 'ok')
    }
    if (!(await this.#mayWrite(channel, 'presence'))) return reply(this.#connection, message, 'error')
    presence.track(channel, record(payload))
    reply(this.#connection, message, 'ok')
  }

  async #mayWrite(channel: Channel, extension: keyof Permissions): Promise<boolean> {
    if (!channel.private) return true
    const known = channel.write[extension]
    if (known !== undefined) return known
    const allowed = await mayWrite(this.#parts.sql, channel.claims, channel.name, extension)
    channel.write[extension] = allowed
    return allowed
  }
}

function refusal(error: unknown): string {
  if (error instanceof JoinRefused) return error.message
  return error instanceof TokenError ? tokenReason(error) : `DatabaseConnectionIssue: ${String(error)}`
}

function system(channel: Channel, extension: string, status: 'ok' | 'error', message: string): void {
  push(channel, 'system', { message, status, extension, channel: channel.name })
}
