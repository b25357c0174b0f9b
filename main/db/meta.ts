import type { Cursor } from '#shared/replication/protocol.ts'
import { z } from 'zod'
import { cursorSchema } from '#shared/replication/protocol.ts'
import type { Connection } from './connection.ts'

type MetaKey = 'cursor' | 'client_id' | 'user_id' | 'round' | 'synced_at' | 'away'

export const NO_CURSOR: Cursor = { snapshot: null, generation: null, scope_version: null }

const awaySchema = z.object({ from: z.number(), to: z.number() }).nullable()

/** The cache's single values. */
export class Meta {
  readonly #get
  readonly #set

  constructor(db: Connection) {
    this.#get = db.prepare<[MetaKey], string>('select value from meta where key = ?').pluck()
    this.#set = db.prepare<[MetaKey, string]>(
      'insert into meta values (?, ?) on conflict (key) do update set value = excluded.value',
    )
  }

  get(key: MetaKey): string | undefined {
    return this.#get.get(key)
  }

  set(key: MetaKey, value: string): void {
    this.#set.run(key, value)
  }

  /** Where this cache stands on the server. */
  get cursor(): Cursor {
    const text = this.get('cursor')
    return text ? cursorSchema.parse(JSON.parse(text)) : NO_CURSOR
  }

  set cursor(cursor: Cursor) {
    this.set('cursor', JSON.stringify(cursor))
  }

  /** When the cache last equalled the server, milliseconds since 1970; null before the first round. */
  get syncedAt(): number | null {
    const text = this.get('synced_at')
    return text === undefined ? null : Number(text)
  }

  set syncedAt(at: number) {
    this.set('synced_at', String(at))
  }

  /** An absence whose digest the rep has not dismissed: when the cache last equalled the server, and when again. */
  get away(): { from: number; to: number } | null {
    return awaySchema.parse(JSON.parse(this.get('away') ?? 'null'))
  }

  set away(away: { from: number; to: number } | null) {
    this.set('away', JSON.stringify(away))
  }

  /** The current scan: rows that a pull writes are marked with it. */
  get round(): number {
    return Number(this.get('round') ?? 0)
  }

  set round(round: number) {
    this.set('round', String(round))
  }
}
