import type Sqlite from 'better-sqlite3'
import { AWAY_MS } from '#shared/contract/areas/away.ts'
import type { Connection } from '../connection.ts'
import type { Meta } from '../meta.ts'
import type { Touched } from '../touched.ts'

/** Leads handed over longer ago are no news in any digest. */
const KEPT_MS = 30 * 24 * 3_600_000

/**
 * Notices that the rep was away: asleep, offline or with the app closed, no round was applied for a while. Absences that
 * were not dismissed become one.
 */
export class Absence {
  readonly #meta: Meta
  readonly #touched: Touched
  readonly #keepHandOver: Sqlite.Statement<[string, number]>
  readonly #leadGone: Sqlite.Statement<[string]>
  readonly #forgetHandOvers: Sqlite.Statement<[number]>

  constructor(db: Connection, meta: Meta, touched: Touched) {
    this.#meta = meta
    this.#touched = touched
    this.#keepHandOver = db.prepare(
      'insert into handed_over values (?, ?) on conflict (lead_id) do update set at = excluded.at',
    )
    this.#leadGone = db.prepare('delete from handed_over where lead_id = ?')
    this.#forgetHandOvers = db.prepare('delete from handed_over where at < ?')
  }

  /** A lead that is the rep's has arrived and was not here before. */
  handedOver(leadId: string, at: number): void {
    this.#keepHandOver.run(leadId, at)
  }

  leadGone(leadId: string): void {
    this.#leadGone.run(leadId)
  }

  /** The cache equals the server again, in the transaction that says so. @param at milliseconds since 1970 */
  equalled(at: number): void {
    const { syncedAt, away } = this.#meta
    if (syncedAt === null || at - syncedAt < AWAY_MS) return
    this.#meta.away = { from: Math.min(away?.from ?? syncedAt, syncedAt), to: at }
    this.#forgetHandOvers.run(at - KEPT_MS)
    this.#touched.away()
  }

  /** Forgets absences that ended by then; a later one stays, from there on. */
  dismiss(to: number): void {
    const { away } = this.#meta
    if (!away) return
    this.#meta.away = away.to <= to ? null : { from: to, to: away.to }
    this.#touched.away()
  }
}
