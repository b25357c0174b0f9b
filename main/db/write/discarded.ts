import { z } from 'zod'
import type Sqlite from 'better-sqlite3'
import type { DiscardedItem } from '#shared/contract/conflict-models.ts'
import type { Connection } from '../connection.ts'
import type { OutboxEntry } from './outbox.ts'
import type { VaultEntry } from './vault.ts'

/** How long what was given up can be had again. */
export const KEPT_MS = 30 * 24 * 3_600_000

export interface DiscardedEntry {
  id: number
  family: number
  seq: number
  name: string
  v: number
  args: string
  at: number
  outcome: string | null
  why: DiscardedItem['why']
  /** JSON of {@link fromVaultSchema}; null for what came out of the queue. */
  vault: string | null
  lead_id: string | null
  lead_label: string | null
  discarded_at: number
}

export const fromVaultSchema = z.object({
  lead_id: z.string(),
  owner_id: z.string().nullable(),
  why: z.enum(['revoked', 'deleted', 'not_visible']),
})

type Given = Pick<DiscardedEntry, 'seq' | 'name' | 'v' | 'args' | 'at' | 'outcome' | 'why' | 'vault' | 'lead_id'>

/** What the rep gave up, and values that gave way to theirs, for 30 days; it never leaves this device. */
export class Discarded {
  readonly #insert: Sqlite.Statement<[Given & { family: number; lead_label: string | null; discarded_at: number }]>
  readonly #nextFamily: Sqlite.Statement<[], number>
  readonly #family: Sqlite.Statement<[number], DiscardedEntry>
  readonly #remove: Sqlite.Statement<[number]>
  readonly #expire: Sqlite.Statement<[number]>
  readonly #forgetTheirs: Sqlite.Statement<[string]>
  readonly #orphan: Sqlite.Statement<[{ lead_id: string; vault: string }]>

  constructor(db: Connection) {
    this.#insert = db.prepare(
      `insert into discarded (family, seq, name, v, args, at, outcome, why, vault, lead_id, lead_label, discarded_at)
       values (:family, :seq, :name, :v, :args, :at, :outcome, :why, :vault, :lead_id,
         coalesce(:lead_label, (select label from leads where id = :lead_id)), :discarded_at)`,
    )
    // Never used twice, so that an old "undo" finds nothing rather than something else.
    this.#nextFamily = db
      .prepare<[], number>(`select coalesce((select seq from sqlite_sequence where name = 'discarded'), 0) + 1`)
      .pluck()
    this.#family = db.prepare('select * from discarded where family = ? order by seq, id')
    this.#remove = db.prepare('delete from discarded where family = ?')
    this.#expire = db.prepare('delete from discarded where discarded_at < ?')
    this.#forgetTheirs = db.prepare(`delete from discarded where lead_id = ? and why = 'overwritten'`)
    this.#orphan = db.prepare(
      'update discarded set vault = :vault, outcome = null where lead_id = :lead_id and vault is null',
    )
  }

  /**
   * Keeps what belongs together.
   * @returns the family's number, by which it is restored
   */
  keep(entries: (Given & { lead_label?: string | null })[], at: number): number {
    this.#expire.run(at - KEPT_MS)
    const family = this.#nextFamily.get()!
    for (const { lead_label = null, ...entry } of entries) {
      this.#insert.run({ ...entry, lead_label, family, discarded_at: at })
    }
    return family
  }

  /** What was given up together, in client order. */
  family(family: number): DiscardedEntry[] {
    return this.#family.all(family)
  }

  remove(family: number): void {
    this.#remove.run(family)
  }

  /** A lead left the cache: values of others go with it, and what is the rep's own can only go to the vault any more. */
  leadGone(lead_id: string, why: VaultEntry['why'], owner_id: string | null): void {
    this.#forgetTheirs.run(lead_id)
    this.#orphan.run({ lead_id, vault: JSON.stringify({ lead_id, owner_id, why }) })
  }
}

/** An entry of the queue as it is kept when given up. */
export const fromQueue = (
  { seq, name, v, args, at, outcome }: OutboxEntry,
  why: DiscardedItem['why'],
  lead_id: string | null,
): Given => ({ seq, name, v, args, at, outcome, why, vault: null, lead_id })
