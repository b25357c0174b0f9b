import type { Channel } from './channel.ts'
import { encodeBroadcast } from './frames.ts'
import type { BroadcastContent, BroadcastMeta } from './frames.ts'

/** A broadcast to everybody in a room. */
export interface Broadcast {
  name: string
  private: boolean
  event: string
  content: BroadcastContent
  meta?: BroadcastMeta
  /** The sender, when it does not want its own message. */
  except?: Channel
}

/** A topic's room; the private and the public topic of one name are two rooms. */
export const roomKey = (room: { name: string; private: boolean }): string =>
  `${room.private ? 'private' : 'public'}:${room.name}`

/** Who is in which room. */
export class Rooms {
  readonly #rooms = new Map<string, Set<Channel>>()

  add(channel: Channel): void {
    const key = roomKey(channel)
    const room = this.#rooms.get(key) ?? new Set()
    this.#rooms.set(key, room.add(channel))
  }

  remove(channel: Channel): void {
    const key = roomKey(channel)
    const room = this.#rooms.get(key)
    room?.delete(channel)
    if (room?.size === 0) this.#rooms.delete(key)
  }

  members(key: string): Iterable<Channel> {
    return this.#rooms.get(key) ?? []
  }

  *all(): Iterable<Channel> {
    for (const room of this.#rooms.values()) yield* room
  }

  /** Sends to all who may read, encoding once per protocol version. */
  broadcast(message: Broadcast): void {
    const { event, content, meta } = message
    const frames = new Map<number, string | Buffer | null>()
    for (const channel of this.members(roomKey(message))) {
      const { socket, vsn } = channel.connection
      const seen = meta !== undefined && channel.replayed.has(meta.id)
      if (channel === message.except || !channel.read.broadcast || seen || socket.readyState !== socket.OPEN) continue
      const frame = frames.get(vsn) ?? encodeBroadcast(vsn, channel.topic, event, content, meta)
      frames.set(vsn, frame)
      if (frame !== null) socket.send(frame)
    }
  }
}
