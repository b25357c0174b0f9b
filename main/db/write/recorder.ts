import type { RowStore } from '#shared/domain/mutations/define.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import type { CacheRows } from './cache-rows.ts'
import type { Shadows } from './shadows.ts'

export type Effect = 'read' | 'write' | 'create'

export interface RowKey {
  table: TableName
  id: string
}

export const keyText = ({ table, id }: RowKey): string => `${table}/${id}`

const STRENGTH: Record<Effect, number> = { read: 0, write: 1, create: 2 }

/** The cache as one mutation sees it: remembers which rows it read, wrote and created, and keeps the server's rows. */
export class Recorder implements RowStore {
  readonly effects = new Map<string, RowKey & { effect: Effect }>()
  readonly #rows: CacheRows
  readonly #shadows: Shadows

  constructor(rows: CacheRows, shadows: Shadows) {
    this.#rows = rows
    this.#shadows = shadows
  }

  /** Whether the mutation changed anything. */
  get changed(): boolean {
    return [...this.effects.values()].some(({ effect }) => effect !== 'read')
  }

  get<T extends TableName>(table: T, id: string): Row<T> | undefined {
    this.#note({ table, id }, 'read')
    return this.#rows.get(table, id)
  }

  put<T extends TableName>(table: T, row: Row<T>): void {
    this.#note({ table, id: row.id }, this.#shadows.keep(table, row.id) ? 'write' : 'create')
    this.#rows.put(table, row)
  }

  delete(table: TableName, id: string): void {
    const missing = this.#rows.get(table, id) === undefined
    this.#note({ table, id }, missing ? 'read' : 'write')
    if (missing) return
    this.#shadows.keep(table, id)
    this.#rows.delete(table, id)
  }

  #note(key: RowKey, effect: Effect): void {
    const known = this.effects.get(keyText(key))
    if (!known || STRENGTH[known.effect] < STRENGTH[effect]) this.effects.set(keyText(key), { ...key, effect })
  }
}
