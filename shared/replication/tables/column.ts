export type ColumnType = 'uuid' | 'text' | 'int' | 'real' | 'bool' | 'time' | 'date' | 'json' | 'money'

/**
 * How a column changed on both sides is settled (sync.md, "Rules by column"):
 * `fixed` never changes after insert · `derived` is written by the server only · `last_writer` the later push wins, the
 * losing value is logged · `guarded` is never overwritten silently · `set` merges additions and removals ·
 * `text` merges by lines, an overlap is a conflict.
 */
export type MergeRule = 'fixed' | 'derived' | 'last_writer' | 'guarded' | 'set' | 'text'

export interface ColumnSpec<T extends ColumnType = ColumnType, N extends boolean = boolean> {
  readonly type: T
  readonly nullable: N
  readonly rule: MergeRule
  /** Columns of a table with one group (an amount and its currency) merge as one; they are all `guarded`. */
  readonly group?: string
}

export type TableSpec = Record<string, ColumnSpec>

/** A column that always has a value. */
export const req = <const T extends ColumnType>(type: T, rule: MergeRule): ColumnSpec<T, false> => ({
  type,
  nullable: false,
  rule,
})

/** A column that may be null. */
export const opt = <const T extends ColumnType>(type: T, rule: MergeRule): ColumnSpec<T, true> => ({
  type,
  nullable: true,
  rule,
})

/** A column of a group. */
export const grouped = <const T extends ColumnType, const N extends boolean>(
  group: string,
  { type, nullable }: { type: T; nullable: N },
): ColumnSpec<T, N> => ({ type, nullable, rule: 'guarded', group })

export const id = req('uuid', 'fixed')
export const createdAt = req('time', 'derived')
export const updatedAt = req('time', 'derived')
