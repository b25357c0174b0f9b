import { randomUUID } from 'node:crypto'
import { push } from './channel.ts'
import type { Channel } from './channel.ts'
import { roomKey } from './rooms.ts'
import type { Rooms } from './rooms.ts'

/** What a client tracks, with the reference that tells its updates apart. */
interface Meta {
  phx_ref: string
  phx_ref_prev?: string
  [field: string]: unknown
}

/** Presence state as the protocol sends it: by key, each with the metas of its channels. */
type State = Record<string, { metas: Meta[] }>

/** Who is present in which room. */
export class Presence {
  readonly #rooms: Rooms
  readonly #tracked = new Map<string, Map<Channel, Meta>>()

  constructor(rooms: Rooms) {
    this.#rooms = rooms
  }

  /** The state a new member gets. */
  state(room: { name: string; private: boolean }): State {
    const state: State = {}
    for (const [channel, meta] of this.#tracked.get(roomKey(room)) ?? []) {
      const entry = (state[channel.presenceKey] ??= { metas: [] })
      entry.metas.push(meta)
    }
    return state
  }

  track(channel: Channel, payload: Record<string, unknown>): void {
    const key = roomKey(channel)
    const room = this.#tracked.get(key) ?? new Map<Channel, Meta>()
    const before = room.get(channel)
    const phxRef = randomUUID().slice(0, 16)
    const meta: Meta = { ...payload, phx_ref: phxRef, ...(before && { phx_ref_prev: before.phx_ref }) }
    this.#tracked.set(key, room.set(channel, meta))
    this.#announce(channel, meta, before)
  }

  untrack(channel: Channel): void {
    const key = roomKey(channel)
    const room = this.#tracked.get(key)
    const before = room?.get(channel)
    if (!room || !before) return
    room.delete(channel)
    if (room.size === 0) this.#tracked.delete(key)
    this.#announce(channel, undefined, before)
  }

  #announce(channel: Channel, joined: Meta | undefined, left: Meta | undefined): void {
    const side = (meta: Meta | undefined): State => (meta ? { [channel.presenceKey]: { metas: [meta] } } : {})
    const diff = { joins: side(joined), leaves: side(left) }
    for (const member of this.#rooms.members(roomKey(channel))) {
      if (member.presence && member.read.presence) push(member, 'presence_diff', diff)
    }
  }
}
