import postgres from 'postgres'
import type { Sql } from 'postgres'
import type { CustomerLines } from './carriers.ts'
import { startLiveCustomers } from './live-customers.ts'
import { Random } from './random.ts'

export interface LiveOptions {
  /** `postgres://` address as superuser, of a database that `seedDemo` has filled. */
  databaseUrl: string
  /** How customers write to each channel, of `connectCarriers`. */
  lines: CustomerLines
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
 * Keeps a demo alive: customers write, and some answer a rep within seconds, by the webhooks of the channels' vendors. An
 * error is logged and the next event is tried.
 */
export async function startLive(options: LiveOptions): Promise<Running> {
  const { seed = 1, ratePerMinute = 6, log = () => undefined } = options
  const sql: Sql = postgres(options.databaseUrl, { max: 3, onnotice: () => undefined })
  await sql`select 1`
  const parts = [startLiveCustomers(sql, options.lines, new Random(seed, 'customers'), ratePerMinute, log)]
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()))
      await sql.end({ timeout: 5 })
    },
  }
}
