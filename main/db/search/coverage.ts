import type { SearchCoverage } from '#shared/contract/areas/search.ts'
import type { Connection } from '../connection.ts'

/** What every scan brings at least of messages (`app.pull_messages`). */
const WINDOW_MS = 90 * 24 * 60 * 60 * 1000
/** Counting a million messages takes a while: not more often than this. */
const COUNT_EVERY_MS = 10_000

/** What a search covers, as far as this device can know. */
export class Coverage {
  readonly #index
  readonly #total
  readonly #missing
  #counted = { at: Number.NEGATIVE_INFINITY, total: 0, missing: 0 }

  constructor(db: Connection, cache: Connection) {
    this.#index = db
      .prepare<[], number>(`select coalesce(sum(docs), 0) from marks where kind in ('lead', 'message', 'note')`)
      .pluck()
    this.#total = cache
      .prepare<[], number>(
        'select (select count(*) from leads) + (select count(*) from messages) + (select count(*) from notes)',
      )
      .pluck()
    this.#missing = cache
      .prepare<[], number>(
        `select max(0, coalesce((select sum(message_count) from conversations), 0)
          - (select count(*) from messages where conversation_rid is not null))`,
      )
      .pluck()
  }

  /** @param isBuilding whether rows are being taken in. @param now milliseconds since 1970 */
  now(isBuilding: boolean, now: number): SearchCoverage {
    if (now - this.#counted.at >= COUNT_EVERY_MS || this.#counted.at > now) {
      this.#counted = { at: now, total: this.#total.get() ?? 0, missing: this.#missing.get() ?? 0 }
    }
    const { total, missing } = this.#counted
    const indexed = this.#index.get() ?? 0
    return {
      phase: isBuilding ? 'building' : 'ready',
      indexed,
      total: Math.max(total, indexed),
      messages_since: missing > 0 ? now - WINDOW_MS : null,
      older_on_server: missing,
    }
  }

  /** Much has changed: count again when asked next. */
  forget(): void {
    this.#counted = { ...this.#counted, at: Number.NEGATIVE_INFINITY }
  }
}
