/**
 * Mutations that make, edit or delete one row. What they may name is listed here and, the same, in `sync.mutations` on
 * the server, where one function applies each kind; a test compares the two.
 */
import { z } from 'zod'
import { TABLES, columnsOf, withGroups } from '../../replication/tables.ts'
import type { ColumnName, Row, TableName } from '../../replication/tables.ts'
import { uuid } from './arguments.ts'
import { define } from './define.ts'
import type { ApplyContext, RowStore } from './define.ts'

/** Columns that a mutation may name, each with what it takes. */
type Fields<T extends TableName> = { readonly [C in ColumnName<T>]?: z.ZodType<Row<T>[C] | undefined> }

type Optional<F extends z.ZodRawShape> = { [C in keyof F]: z.ZodOptional<F[C]> }
type CreateArgs<I extends string, N extends z.ZodRawShape, M extends z.ZodRawShape> = z.ZodObject<
  Record<I, typeof uuid> & N & Optional<M>
>
type EditArgs<I extends string, F extends z.ZodRawShape> = z.ZodObject<
  Record<I, typeof uuid> & {
    set: z.ZodObject<Optional<F>>
    base: z.ZodObject<Record<string, z.ZodOptional<z.ZodUnknown>>>
  }
>
type TransitionArgs<I extends string, F extends z.ZodRawShape> = z.ZodObject<
  Record<I, typeof uuid> & F & { base: z.ZodObject<Record<string, z.ZodOptional<z.ZodUnknown>>> }
>
type DeleteArgs<I extends string> = z.ZodObject<Record<I, typeof uuid>>

interface Creation<T extends TableName, N extends z.ZodRawShape, M extends z.ZodRawShape> {
  /** Columns that must be given, and those that may be. */
  needs: N
  may: M
  /** Columns that name rows which must be there. */
  parents?: Readonly<Record<string, TableName>>
  /**
   * The columns that have a value although nobody gives one, as the server fills them. Undefined when the row cannot be
   * made of what the cache holds.
   */
  blank: (given: Partial<Row<T>>, context: ApplyContext, rows: RowStore) => Partial<Row<T>> | undefined
  derive?: Derive<T>
}

/** Columns that follow from the others, by the server's formula; undefined for a row that cannot be. */
type Derive<T extends TableName> = (row: Row<T>, context: ApplyContext, rows: RowStore) => Partial<Row<T>> | undefined

/** A new row: the argument `id` names it, the other arguments are columns. */
export function creation<T extends TableName, const I extends string, N extends z.ZodRawShape, M extends z.ZodRawShape>(
  table: T,
  id: I,
  { needs, may, parents = {}, blank, derive }: Creation<T, N, M>,
) {
  return define<CreateArgs<I, N, M>>({
    v: 1,
    args: z.object({ [id]: uuid, ...needs, ...z.object(may).partial().shape }),
    whenParked: 'keep',
    apply(rows, args, context) {
      const { [id]: rowId, ...rest } = args as Record<string, unknown>
      const named: Record<string, unknown> = rest
      const isMissing = ([column, parent]: [string, TableName]): boolean =>
        typeof named[column] === 'string' && !rows.get(parent, named[column])
      if (rows.get(table, String(rowId)) || Object.entries(parents).some(isMissing)) return
      const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as Partial<
        Row<T>
      >
      const filled = blank(given, context, rows)
      if (!filled) return
      const row = { ...emptyRow(table, context), ...filled, ...given, id: rowId } as Row<T>
      const derived = derive ? derive(row, context, rows) : {}
      if (derived) rows.put(table, { ...row, ...derived })
    },
  })
}

/** A row of which nothing is known but when it was made. */
function emptyRow(table: TableName, { at }: ApplyContext): Record<string, unknown> {
  return Object.fromEntries(columnsOf(table).map(([name]) => [name, STAMPS.includes(name) ? at : null]))
}
const STAMPS = ['created_at', 'updated_at']

/** Changes of a row: `set` with the columns, `base` with what they and the others of their groups were. */
export function edition<T extends TableName, const I extends string, F extends z.ZodRawShape & Fields<T>>(
  table: T,
  id: I,
  fields: F,
  derive?: Derive<T>,
) {
  return define({
    v: 1,
    args: z.object({
      [id]: uuid,
      set: z.object(fields).partial(),
      base: baseOf(table, Object.keys(fields)),
    }) as unknown as EditArgs<I, F>,
    edits: { table, id },
    whenParked: 'drop',
    apply(rows, args, context) {
      const { [id]: rowId, set } = args as Record<string, unknown>
      change(rows, table, String(rowId), set as Partial<Row<T>>, context, derive)
    },
  })
}

/** A row takes a certain state, such as archived, which `columns` consist of; `more` are further arguments. */
export function transition<T extends TableName, const I extends string, F extends z.ZodRawShape>(
  table: T,
  id: I,
  {
    columns,
    more,
    to,
  }: {
    columns: readonly ColumnName<T>[]
    more: F
    to: (args: z.output<z.ZodObject<F>>, context: ApplyContext) => Partial<Row<T>>
  },
) {
  return define<TransitionArgs<I, F>>({
    v: 1,
    args: z.object({ [id]: uuid, ...more, base: baseOf(table, columns) }),
    edits: { table, id, columns },
    whenParked: 'drop',
    apply(rows, args, context) {
      const given = args as Record<string, unknown>
      change(rows, table, String(given[id]), to(given as z.output<z.ZodObject<F>>, context), context)
    },
  })
}

/** What columns, and the others of their groups, were: whatever the cache held, so that old values pass too. */
const baseOf = (table: TableName, columns: readonly string[]) =>
  z.object(Object.fromEntries(withGroups(table, columns).map((column) => [column, z.unknown().optional()])))

function change<T extends TableName>(
  rows: RowStore,
  table: T,
  id: string,
  set: Partial<Row<T>>,
  context: ApplyContext,
  derive?: Derive<T>,
): void {
  const row = rows.get(table, id)
  if (!row) return
  const changed = { ...row, ...set, ...('updated_at' in TABLES[table] && { updated_at: context.at }) }
  const derived = derive ? derive(changed, context, rows) : {}
  if (derived) rows.put(table, { ...changed, ...derived })
}

/** A row is no more. What hangs on it goes when the server says so. */
export function deletion<const I extends string>(table: TableName, id: I) {
  return define({
    v: 1,
    args: z.object({ [id]: uuid }) as unknown as DeleteArgs<I>,
    whenParked: 'drop',
    apply: (rows, args) => rows.delete(table, String((args as Record<string, unknown>)[id])),
  })
}
