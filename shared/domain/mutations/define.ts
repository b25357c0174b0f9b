/** How a mutation is defined, and what its definition may use. */
import { z } from 'zod'
import type { Row, TableName } from '../../replication/tables.ts'

/** The rows a mutation may read and write. `put` replaces the whole row. */
export interface RowStore {
  get<T extends TableName>(table: T, id: string): Row<T> | undefined
  put<T extends TableName>(table: T, row: Row<T>): void
  delete(table: TableName, id: string): void
}

export interface ApplyContext {
  /** The signed-in rep. */
  userId: string
  /** When the rep acted, milliseconds since 1970. Kept with the mutation, so a replay gives the same rows. */
  at: number
}

/** The row whose columns a mutation changes against what the rep saw; its arguments hold the latter as `base`. */
export interface Edit {
  table: TableName
  /** The argument that names the row. */
  id: string
  /** The columns, where the mutation means certain ones; else those of its `set`. */
  columns?: readonly string[]
}

export interface MutationDefinition<A extends z.ZodType> {
  v: number
  args: A
  /** Set for every mutation with `base` among its arguments. */
  edits?: Edit
  /**
   * What the screen shows once the server has refused or held the mutation: `keep` shows the rep's own text, marked as
   * not sent, until they decide; `drop` shows what the server has, and the rep's value waits in the list of conflicts.
   */
  whenParked: 'keep' | 'drop'
  apply: (rows: RowStore, args: z.output<A>, context: ApplyContext) => void
}

/** A mutation's definition, with the type of its arguments. */
export const define = <A extends z.ZodType>(definition: MutationDefinition<A>) => definition

/** Changes columns of a row; a row that is gone stays gone. */
export function patch<T extends TableName>(rows: RowStore, table: T, id: string, change: Partial<Row<T>>): void {
  const row = rows.get(table, id)
  if (row) rows.put(table, { ...row, ...change })
}
