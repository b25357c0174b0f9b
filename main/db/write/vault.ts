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
  readonly #insert: Sqlite.Statement<[VaultEntry]>
  readonly #remove: Sqlite.Statement<[number]>

  constructor(db: Connection) {
    this.#insert = db.prepare(
      `insert into vault (name, args, at, outcome, lead_id, lead_label, owner_id, why)
       values (:name, :args, :at, :outcome, :lead_id, (select label from leads where id = :lead_id), :owner_id, :why)`,
    )
    this.#remove = db.prepare('delete from vault where id = ?')
  }

  keep(entry: VaultEntry): void {
    this.#insert.run(entry)
  }

  /** @returns whether there was such an entry */
  discard(id: number): boolean {
    return this.#remove.run(id).changes > 0
  }
}
