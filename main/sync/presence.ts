import { randomUUID } from 'node:crypto'
import { REALTIME_SUBSCRIBE_STATES, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js'
import type { PresentPerson } from '#shared/contract/areas/presence.ts'
import {
  PLACE_EVENT,
  deskKey,
  placeSchema,
  presenceTopic,
  userOfKey,
  type Place,
} from '#shared/replication/presence.ts'
import { createPacer } from './pacer.ts'

export interface Presence {
  /** Which conversation the rep has before them; null when none. */
  show: (conversationId: string | null) => void
  /** The rep types in a conversation. */
  typed: (conversationId: string) => void
  /** Colleagues in conversations, each once; empty while there is no connection. */
  list: () => PresentPerson[]
  close: () => void
}

export interface PresenceOptions {
  client: SupabaseClient
  organizationId: string
  userId: string
  /** What `list` answers has changed. */
  onChange: () => void
}

/** A row that is passed with J is not worth telling. */
const SETTLE_MS = 250
const BROADCAST_EVERY_MS = 1_000
/** Hosted Realtime takes five updates of presence in 30 seconds from a client, and closes the channel of one that sends more. */
const TRACK_EVERY_MS = 10_000
const TYPING_MS = 5_000
/** Longer than a colleague's desktop shows typing by itself: for one that fell silent in the middle of it. */
const FORGET_TYPING_MS = 9_000
const REJOIN_MS = 5_000

/**
 * Tells the organisation's other desktops where the rep is, and hears where their reps are, over a private channel. What
 * changes often goes as broadcasts; presence itself carries, at its slow pace, what a desktop that joins must know, and
 * tells who has left.
 */
export function createPresence({ client, organizationId, userId, onChange }: PresenceOptions): Presence {
  const key = deskKey(userId, randomUUID())
  const places = new Map<string, Place>()
  const silences = new Map<string, NodeJS.Timeout>()
  let own: Place = { key, n: 0, conversation_id: null, typing: false }
  let channel: RealtimeChannel
  let isJoined = false
  let isClosed = false
  let pause: NodeJS.Timeout | undefined
  let rejoin: NodeJS.Timeout | undefined

  const broadcast = createPacer(SETTLE_MS, BROADCAST_EVERY_MS, () => {
    if (isJoined) void channel.send({ type: 'broadcast', event: PLACE_EVENT, payload: own })
  })
  const track = createPacer(SETTLE_MS, TRACK_EVERY_MS, () => {
    if (isJoined) void channel.track({ ...own, typing: false })
  })

  function move(change: Partial<Omit<Place, 'key' | 'n'>>): void {
    const next = { ...own, ...change }
    if (next.conversation_id === own.conversation_id && next.typing === own.typing) return
    if (next.conversation_id !== own.conversation_id) track.ask()
    own = { ...next, n: own.n + 1 }
    broadcast.ask()
  }

  function stopTyping(): void {
    clearTimeout(pause)
    move({ typing: false })
  }

  /** Takes what a colleague's desktop says of itself; what came late does not count. */
  function hear(said: unknown): void {
    const parsed = placeSchema.safeParse(said)
    if (!parsed.success || parsed.data.key === key) return
    const place = parsed.data
    const known = places.get(place.key)
    if (known && known.n >= place.n) return
    places.set(place.key, place)
    clearTimeout(silences.get(place.key))
    if (place.typing)
      silences.set(
        place.key,
        setTimeout(() => settle(place), FORGET_TYPING_MS),
      )
    onChange()
  }

  function settle(place: Place): void {
    if (places.get(place.key)?.n !== place.n) return
    places.set(place.key, { ...place, typing: false })
    onChange()
  }

  function forgetAll(): void {
    for (const silence of silences.values()) clearTimeout(silence)
    silences.clear()
    places.clear()
    onChange()
  }

  function join(): void {
    channel = client.channel(presenceTopic(organizationId), { config: { private: true, presence: { key } } })
    const joined = channel
    joined
      .on('presence', { event: 'sync' }, () => {
        const present = joined.presenceState()
        for (const known of places.keys()) if (!(known in present)) places.delete(known)
        for (const metas of Object.values(present)) for (const meta of metas) hear(meta)
        onChange()
      })
      .on('broadcast', { event: PLACE_EVENT }, ({ payload }: { payload: unknown }) => hear(payload))
      .subscribe((status) => {
        if (isClosed || joined !== channel) return
        isJoined = status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED
        if (isJoined) return track.ask()
        forgetAll()
        // After an error the client joins again by itself; a channel that the server has closed stays closed.
        if (status !== REALTIME_SUBSCRIBE_STATES.CLOSED) return
        clearTimeout(rejoin)
        rejoin = setTimeout(join, REJOIN_MS)
      })
  }
  join()

  return {
    show(conversation_id) {
      clearTimeout(pause)
      move({ conversation_id, typing: false })
    },
    typed(conversation_id) {
      clearTimeout(pause)
      pause = setTimeout(stopTyping, TYPING_MS)
      move({ conversation_id, typing: true })
    },
    list: () => (isJoined ? peopleIn(places, channel.presenceState(), userId) : []),
    close() {
      isClosed = true
      clearTimeout(pause)
      clearTimeout(rejoin)
      for (const silence of silences.values()) clearTimeout(silence)
      broadcast.stop()
      track.stop()
      void client.removeChannel(channel)
    },
  }
}

/** Colleagues by conversation, however many desktops each has; of desktops that are there, not merely heard of. */
function peopleIn(places: ReadonlyMap<string, Place>, present: object, userId: string): PresentPerson[] {
  const people = new Map<string, PresentPerson>()
  for (const { key, conversation_id, typing } of places.values()) {
    const user_id = userOfKey(key)
    if (conversation_id === null || user_id === userId || !(key in present)) continue
    const name = `${conversation_id} ${user_id}`
    people.set(name, { conversation_id, user_id, typing: typing || people.get(name)?.typing === true })
  }
  return [...people.values()]
}
