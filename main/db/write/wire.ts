/** Rows as they come from the server, checked and encoded. */
import { ExpectedError } from '#shared/contract/errors.ts'
import { TABLE_NAMES, columnsOf, isTableName } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { StagedAnswer } from '../calls.ts'
import { encode } from '../sql.ts'
import type { SqlValue } from '../sql.ts'

const incompatible = (what: string) =>
  new ExpectedError('incompatible', `The backend and this version of Leadline do not fit together: ${what}.`)

/**
 * Checks an answer before anything of it is kept, and puts its tables into the order in which they are applied: one
 * stands after those it refers to.
 * @throws `incompatible` for a table or column that is unknown or missing
 */
export function checkedAnswer(answer: StagedAnswer): StagedAnswer {
  for (const { table, columns } of answer.tables) {
    const expected = columnsOf(knownTable(table)).map(([name]) => name)
    const unknown = columns.find((column) => !expected.includes(column))
    if (unknown) throw incompatible(`column ${table}.${unknown} is unknown`)
    const missing = expected.find((column) => !columns.includes(column))
    if (missing) throw incompatible(`column ${table}.${missing} is missing`)
    if (columns.length !== expected.length) throw incompatible(`table ${table} names a column twice`)
  }
  for (const { table } of answer.deleted) knownTable(table)
  const order = (table: string) => TABLE_NAMES.indexOf(knownTable(table))
  return { ...answer, tables: answer.tables.toSorted((a, b) => order(a.table) - order(b.table)) }
}

function knownTable(table: string): TableName {
  if (!isTableName(table)) throw incompatible(`table ${table} is unknown`)
  return table
}

/** How to turn rows with these columns into encoded values in the cache's order. */
export function rowEncoder(table: TableName, columns: string[]): (row: unknown[]) => SqlValue[] {
  const plan = columnsOf(table).map(([name, { type }]) => ({ from: columns.indexOf(name), type }))
  return (row) => {
    if (row.length !== columns.length) throw incompatible(`a row of ${table} has ${row.length} values`)
    return plan.map(({ from, type }) => encode(type, row[from]))
  }
}
