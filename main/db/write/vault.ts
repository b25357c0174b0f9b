import type Sqlite from 'better-sqlite3'
import type { Vaulted } from '../calls.ts'
import type { Connection } from '../connection.ts'

export interface VaultEntry {
  name: string
  /** JSON of the mutation's arguments; of a draft's columns. */
  args: string
  at: number
  outcome: string | null
  lead_id: string
  /** Who has the lead now, null when unknown. */
  owner_id: string | null
  why: Vaulted['why']
}

/** Name under which an unsent draft is kept. */
export const DRAFT = 'draft'

/** The rep's own unsent text of leads that left the cache. */
export class Vault {
  readonly #insert: Sqlite.Statement<[VaultEntry & { lead_label: string | null }]>
  readonly #take: Sqlite.Statement<[number], VaultEntry & { lead_label: string | null }>

  constructor(db: Connection) {
    this.#insert = db.prepare(
      `insert into vault (name, args, at, outcome, lead_id, lead_label, owner_id, why)
       values (:name, :args, :at, :outcome, :lead_id,
         coalesce(:lead_label, (select label from leads where id = :lead_id)), :owner_id, :why)`,
    )
    this.#take = db.prepare('delete from vault where id = ? returning *')
  }

  /** @param leadLabel the lead's name, where the cache no longer has the lead */
  keep(entry: VaultEntry, leadLabel: string | null = null): void {
    this.#insert.run({ ...entry, lead_label: leadLabel })
  }

  /** Takes an entry out; undefined when there is none. */
  take(id: number): (VaultEntry & { lead_label: string | null }) | undefined {
    return this.#take.get(id)
  }
}
