import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { readPermissions } from './authorization.ts'
import type { Channel, ChangeSubscription, Connection, Permissions } from './channel.ts'
import { encodeBroadcast, record } from './frames.ts'
import type { Incoming } from './frames.ts'
import type { RealtimeIdentity } from './identity.ts'

/** Why a join is refused, in the words of the hosted server. */
export class JoinRefused extends Error {
  override readonly name = 'JoinRefused'
}

const PREFIX = 'realtime:'
const MAX_CHANNELS = 100

/** Most messages that a join can have replayed. */
const MAX_REPLAY = 25

/** What a replay asks for. */
interface ReplayRequest {
  /** Milliseconds since the epoch. */
  since: number
  limit: number
}

/** A join that was accepted. */
export interface Joined {
  channel: Channel
  replay: ReplayRequest | null
  replicationReady: boolean
}

/**
 * Checks a join: the topic, the token, and for a private channel the policies on `realtime.messages`.
 *
 * @throws JoinRefused, TokenError
 */
export async function authorizeJoin(
  sql: Sql,
  identity: RealtimeIdentity,
  connection: Connection,
  message: Incoming,
): Promise<Joined> {
  const config = record(message.payload.config)
  const broadcast = record(config.broadcast)
  const presence = record(config.presence)
  const name = message.topic.slice(PREFIX.length)
  if (!message.topic.startsWith(PREFIX) || name === '') {
    throw new JoinRefused('TopicNameRequired: You must provide a topic name')
  }
  if (connection.channels.size >= MAX_CHANNELS && !connection.channels.has(message.topic)) {
    throw new JoinRefused('ChannelRateLimitReached: Too many channels')
  }
  const isPrivate = config.private === true
  if (broadcast.replay && !isPrivate) {
    throw new JoinRefused('UnableToReplayMessages: Replay is not allowed for public channels')
  }
  const token = typeof message.payload.access_token === 'string' ? message.payload.access_token : connection.apiKey
  const claims = await identity.claimsOf(token)
  const read: Permissions = isPrivate ? await readPermissions(sql, claims, name) : { broadcast: true, presence: true }
  if (!read.broadcast && !read.presence) {
    throw new JoinRefused(`Unauthorized: You do not have permissions to read from this Channel topic: ${name}`)
  }
  const presenceKey = typeof presence.key === 'string' && presence.key !== '' ? presence.key : randomUUID()
  const channel: Channel = {
    connection,
    topic: message.topic,
    name,
    joinRef: message.joinRef,
    private: isPrivate,
    ack: broadcast.ack === true,
    self: broadcast.self === true,
    presence: presence.enabled === true,
    presenceKey,
    changes: changeSubscriptions(config.postgres_changes),
    replayed: new Set(),
    token,
    claims,
    read,
    write: {},
    expiry: null,
    left: false,
  }
  const replicationReady = broadcast.replication_ready === true
  return { channel, replay: broadcast.replay ? replayRequest(record(broadcast.replay)) : null, replicationReady }
}

/**
 * Reads the messages to replay, the newest of the window, oldest first, as frames; and notes their ids on the channel,
 * which must be in its room already, so that nothing falls between replay and live.
 */
export async function replayFrames(
  sql: Sql,
  channel: Channel,
  { since, limit }: ReplayRequest,
): Promise<(string | Buffer)[]> {
  if (!channel.read.broadcast) return []
  const rows = await sql<{ id: string; event: string; payload: unknown; bytes: Buffer | null }[]>`
    select id, event, payload, binary_payload as bytes from realtime.messages
    where topic = ${channel.name} and private and extension = 'broadcast' and event is not null
      and inserted_at >= to_timestamp(${since / 1000}::float8) at time zone 'utc'
    order by inserted_at desc limit ${limit}`
  return rows.toReversed().flatMap(({ id, event, payload, bytes }) => {
    channel.replayed.add(id)
    const content = bytes ? ({ kind: 'binary', bytes } as const) : ({ kind: 'json', value: payload } as const)
    const frame = encodeBroadcast(channel.connection.vsn, channel.topic, event, content, { id, replayed: true })
    return frame === null ? [] : [frame]
  })
}

function replayRequest(asked: Record<string, unknown>): ReplayRequest {
  const limit = Math.max(1, Math.min(MAX_REPLAY, Number(asked.limit ?? MAX_REPLAY)))
  return { since: Number(asked.since) || 0, limit }
}

function changeSubscriptions(asked: unknown): ChangeSubscription[] {
  if (!Array.isArray(asked)) return []
  return asked.filter(Boolean).map((entry: unknown) => {
    const { event, schema, table, filter } = record(entry)
    const subscription: ChangeSubscription = {
      event: typeof event === 'string' ? event : '*',
      schema: typeof schema === 'string' ? schema : 'public',
      id: hash(JSON.stringify(entry)),
    }
    if (typeof table === 'string') subscription.table = table
    if (typeof filter === 'string') subscription.filter = filter
    return subscription
  })
}

/** A positive number below 2^27 that is the same for the same subscription. */
function hash(text: string): number {
  let value = 5381
  for (let index = 0; index < text.length; index++) value = (value * 33 + text.charCodeAt(index)) % 134_217_727
  return value + 1
}
