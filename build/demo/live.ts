import postgres from 'postgres'
import type { Sql } from 'postgres'
import { startLiveCustomers } from './live-customers.ts'
import { startLiveDelivery } from './live-delivery.ts'
import { Random } from './random.ts'

export interface LiveOptions {
  /** `postgres://` address as superuser, of a database that `seedDemo` has filled. */
  databaseUrl: string
  /** What customers say follows from the seed; when they say it, from the clock. */
  seed?: string | number
  /** Messages that customers send in a minute, in all organisations together; 6 by default. */
  ratePerMinute?: number
  log?: (line: string) => void
}

/** Something that goes on until it is told to stop. */
export interface Running {
  /** Resolves when nothing more will be written. */
  stop(): Promise<void>
}

/**
 * Keeps a demo alive: customers write, some answer a rep within seconds, and what reps send goes on its way to the
 * customer. Every event is a transaction of its own through ordinary inserts and updates, so desktops hear of it. An
 * error is logged and the next event is tried.
 */
export async function startLive(options: LiveOptions): Promise<Running> {
  const { seed = 1, ratePerMinute = 6, log = () => undefined } = options
  const sql: Sql = postgres(options.databaseUrl, { max: 3, onnotice: () => undefined })
  await sql`select 1`
  const parts = [
    startLiveCustomers(sql, new Random(seed, 'customers'), ratePerMinute, log),
    startLiveDelivery(sql, new Random(seed, 'delivery'), log),
  ]
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()))
      await sql.end({ timeout: 5 })
    },
  }
}
