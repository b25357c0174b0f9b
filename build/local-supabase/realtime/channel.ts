import type { WebSocket } from 'ws'
import type { Claims } from '../tokens.ts'
import { encodeMessage } from './frames.ts'
import type { Incoming, Outgoing, Vsn } from './frames.ts'

/** Which extensions of a private channel the user's policies on `realtime.messages` allow. */
export interface Permissions {
  broadcast: boolean
  presence: boolean
}

/** A subscription to `postgres_changes`, as the client asked for it, with the id that its events carry. */
export interface ChangeSubscription {
  id: number
  event: string
  schema: string
  table?: string
  filter?: string
}

/** A client's connection. */
export interface Connection {
  readonly socket: WebSocket
  readonly vsn: Vsn
  readonly apiKey: string
  /** The joined channels by topic. */
  readonly channels: Map<string, Channel>
}

/** A joined channel of one connection. */
export interface Channel {
  readonly connection: Connection
  /** With the prefix `realtime:`. */
  readonly topic: string
  /** Without it, as policies see it. */
  readonly name: string
  readonly joinRef: string | null
  readonly private: boolean
  readonly ack: boolean
  readonly self: boolean
  readonly presence: boolean
  readonly presenceKey: string
  readonly changes: readonly ChangeSubscription[]
  /** Ids of the messages replayed at the join; the live ones of the same id are left out. */
  readonly replayed: Set<string>
  token: string
  claims: Claims
  read: Permissions
  /** Filled in at the first write; a fresh token empties it. */
  write: Partial<Permissions>
  expiry: NodeJS.Timeout | null
  left: boolean
}

/** Sends a message when the socket is open. */
export function sendMessage({ socket, vsn }: Connection, message: Outgoing): void {
  if (socket.readyState === socket.OPEN) socket.send(encodeMessage(vsn, message))
}

/** Sends an event that answers no message. */
export function push(channel: Channel, event: string, payload: unknown): void {
  sendMessage(channel.connection, { joinRef: channel.joinRef, ref: null, topic: channel.topic, event, payload })
}

/** Answers a message. */
export function reply(
  connection: Connection,
  { joinRef, ref, topic }: Incoming,
  status: 'ok' | 'error',
  response: Record<string, unknown> = {},
): void {
  sendMessage(connection, { joinRef, ref, topic, event: 'phx_reply', payload: { status, response } })
}

/** Tells the client that the channel is closed; it does not rejoin. */
export function sendClose({ connection, joinRef, topic }: Channel): void {
  sendMessage(connection, { joinRef, ref: joinRef, topic, event: 'phx_close', payload: {} })
}
