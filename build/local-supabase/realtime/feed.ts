import type { Sql } from 'postgres'
import type { Changes, RowChange } from './changes.ts'
import type { Rooms } from './rooms.ts'

/** What `realtime.emit` tells: a broadcast of the database, a row change, or where a larger body waits. */
type Notice =
  | {
      kind: 'broadcast'
      id: string
      topic: string
      event: string
      private: boolean
      payload: unknown
      /** Base64, for `realtime.send_binary`. */
      binary: string | null
    }
  | ({ kind: 'change' } & RowChange)
  | { kind?: undefined; reference: number }

/** The stream of events from the database, delivered in the order of their commits. */
export interface Feed {
  close(): Promise<void>
}

/** Starts to listen; resolves once no event can be missed any more. */
export async function openFeed(sql: Sql, rooms: Rooms, changes: Changes, log: (line: string) => void): Promise<Feed> {
  let delivered = Promise.resolve()
  const subscription = await sql.listen('supabase_realtime', (text) => {
    delivered = delivered
      .then(() => deliver(JSON.parse(text) as Notice))
      .catch((error: unknown) => log(`realtime: an event was lost: ${String(error)}`))
  })

  async function deliver(notice: Notice): Promise<void> {
    if (notice.kind === undefined) {
      const [row] = await sql<{ body: Notice }[]>`
        delete from realtime.outbox where id = ${notice.reference} returning body`
      if (row) await deliver(row.body)
    } else if (notice.kind === 'change') {
      await changes.deliver(notice)
    } else {
      const { id, topic: name, event, private: isPrivate, payload, binary } = notice
      const content =
        binary === null
          ? ({ kind: 'json', value: payload } as const)
          : ({ kind: 'binary', bytes: Buffer.from(binary, 'base64') } as const)
      rooms.broadcast({ name, private: isPrivate, event, content, meta: { id } })
    }
  }

  return {
    async close() {
      await subscription.unlisten()
      await delivered
    },
  }
}
