import type { RawData } from 'ws'

/** Serializer of a socket: 1 for objects (protocol 1.0.0), 2 for arrays and binary frames (2.0.0). */
export type Vsn = 1 | 2

/** A message from a client. */
export interface Incoming {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: Record<string, unknown>
  /** Set for a broadcast in a binary frame, whose content is JSON or plain bytes. */
  userBroadcast?: UserBroadcast
}

/** A client's broadcast, from either kind of frame. */
export interface UserBroadcast {
  event: string
  content: BroadcastContent
  /** Size of the content in bytes. */
  size: number
}

export type BroadcastContent = { kind: 'json'; value: unknown } | { kind: 'binary'; bytes: Buffer }

/** A message to a client. */
export interface Outgoing {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: unknown
}

/** Kinds of binary frames, the first byte. */
const USER_BROADCAST_PUSH = 3
const USER_BROADCAST = 4

/** @throws when the frame is no message of the protocol. */
export function decodeFrame(data: RawData, isBinary: boolean): Incoming {
  const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
  return isBinary ? decodeBinary(bytes) : decodeText(bytes.toString())
}

function decodeText(text: string): Incoming {
  const parsed: unknown = JSON.parse(text)
  const [joinRef, ref, topic, event, payload]: unknown[] = Array.isArray(parsed) ? parsed : fieldsOf(record(parsed))
  if (typeof topic !== 'string' || typeof event !== 'string') throw new Error('A message needs a topic and an event.')
  const message: Incoming = { joinRef: reference(joinRef), ref: reference(ref), topic, event, payload: record(payload) }
  if (event !== 'broadcast') return message
  const value = message.payload.payload
  const size = Buffer.byteLength(JSON.stringify(value ?? null))
  const inner = typeof message.payload.event === 'string' ? message.payload.event : ''
  return { ...message, userBroadcast: { event: inner, content: { kind: 'json', value }, size } }
}

const fieldsOf = (message: Record<string, unknown>): unknown[] => [
  message.join_ref,
  message.ref,
  message.topic,
  message.event,
  message.payload,
]

/** Header: kind, five lengths (join ref, ref, topic, event, metadata), encoding (1 = JSON); then the parts. */
function decodeBinary(bytes: Buffer): Incoming {
  if (bytes[0] !== USER_BROADCAST_PUSH) throw new Error(`Unknown kind of binary frame: ${bytes[0]}`)
  let offset = 7
  const [joinRef = '', ref = '', topic = '', event = ''] = [1, 2, 3, 4, 5].map((position) => {
    const length = bytes[position] ?? 0
    offset += length
    return bytes.toString('utf8', offset - length, offset)
  })
  const rest = bytes.subarray(offset)
  const content: BroadcastContent =
    bytes[6] === 1 ? { kind: 'json', value: JSON.parse(rest.toString()) } : { kind: 'binary', bytes: Buffer.from(rest) }
  const userBroadcast = { event, content, size: rest.length }
  return { joinRef: joinRef || null, ref: ref || null, topic, event: 'broadcast', payload: {}, userBroadcast }
}

/** A text frame. */
export function encodeMessage(vsn: Vsn, { joinRef, ref, topic, event, payload }: Outgoing): string {
  return JSON.stringify(
    vsn === 1 ? { topic, event, payload, ref, join_ref: joinRef } : [joinRef, ref, topic, event, payload],
  )
}

/** What a broadcast carries beside its content: its id in `realtime.messages`, and whether it is a replay. */
export interface BroadcastMeta {
  id: string
  replayed?: true
}

/** A broadcast as the socket's protocol carries it; null for binary content on protocol 1.0.0, which has no way. */
export function encodeBroadcast(
  vsn: Vsn,
  topic: string,
  event: string,
  content: BroadcastContent,
  meta?: BroadcastMeta,
): string | Buffer | null {
  if (vsn === 1) {
    if (content.kind === 'binary') return null
    const payload = { type: 'broadcast', event, payload: content.value, ...(meta && { meta }) }
    return JSON.stringify({ topic, event: 'broadcast', payload, ref: null, join_ref: null })
  }
  const names = [topic, event, meta ? JSON.stringify(meta) : ''].map((text) => Buffer.from(text))
  const json = content.kind === 'json'
  const body = json ? Buffer.from(JSON.stringify(content.value ?? {})) : content.bytes
  return Buffer.concat([
    Uint8Array.of(USER_BROADCAST, ...names.map((name) => name.length), json ? 1 : 0),
    ...names,
    body,
  ])
}

/** The value when it is an object, else an empty one. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

const reference = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null
