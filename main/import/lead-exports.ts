import type { ImportState } from '#shared/contract/areas/import.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Database } from '../db/client.ts'
import { writeLeads, type ExportOrder } from './lead-export.ts'

/** Leads of one workspace into files: one at a time. */
export class LeadExports {
  readonly #db: Pick<Database, 'read'>
  readonly #onChange: () => void
  #writing: ImportState['writing'] = null

  /** @param onChange `writing` is another */
  constructor(db: Pick<Database, 'read'>, onChange: () => void) {
    this.#db = db
    this.#onChange = onChange
  }

  get writing(): ImportState['writing'] {
    return this.#writing
  }

  /**
   * Writes leads into a file.
   * @returns how many
   * @throws `conflict` while another is written; what writing a file throws
   */
  async write(order: ExportOrder): Promise<number> {
    if (this.#writing) throw new ExpectedError('conflict', 'A file is being written. Wait until it is there.')
    this.#tell({ done: 0, total: 0 })
    try {
      return await writeLeads(order, this.#db, (done, total) => this.#tell({ done, total }))
    } finally {
      this.#tell(null)
    }
  }

  #tell(writing: ImportState['writing']): void {
    this.#writing = writing
    this.#onChange()
  }
}
