import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import { createOrganization, joinAs } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'

export type ImportRow =
  | { row: number; values: Record<string, unknown> }
  | { row: number; reason: string; column: string }

export interface ImportState {
  id: string
  status: string
  last_row: number
  counts: Record<string, number>
  is_undone: boolean
  left?: number
}

/** An organisation, and its people who import. */
export class ImportDesk {
  readonly sql: Sql
  readonly organization: Organization
  readonly #backend: LocalSupabase
  readonly admin: Member

  private constructor(backend: LocalSupabase, organization: Organization, admin: Member) {
    this.#backend = backend
    this.sql = backend.sql
    this.organization = organization
    this.admin = admin
  }

  static async open(backend: LocalSupabase): Promise<ImportDesk> {
    const organization = await createOrganization(backend.sql, 'Acme')
    return new ImportDesk(backend, organization, await joinAs(backend, organization.id, 'admin'))
  }

  join(role: Role): Promise<Member> {
    return joinAs(this.#backend, this.organization.id, role)
  }

  /** Calls a function; throws what it answers as an error. */
  async call<T = ImportState>(name: string, args: object, by: Member = this.admin): Promise<T> {
    const { data, error } = await by.client.rpc(name, args)
    if (error) throw Object.assign(new Error(error.message), { code: error.code })
    return data as T
  }

  async start(options: object = {}, by: Member = this.admin): Promise<ImportState> {
    return this.call('import_start', { p_import: { id: randomUUID(), file_name: 'leads.csv', ...options } }, by)
  }

  rows(id: string, rows: ImportRow[], { last = false, to = rows.at(-1)?.row ?? 0, by = this.admin } = {}) {
    return this.call('import_rows', { p_import: id, p_to_row: to, p_rows: rows, p_is_last: last }, by)
  }

  /** A whole import, some rows at a time. */
  async run(rows: ImportRow[], options: object = {}, { batch = 1_000, by = this.admin } = {}): Promise<ImportState> {
    let state = await this.start({ rows: rows.length, ...options }, by)
    for (let from = 0; from < rows.length; from += batch) {
      state = await this.rows(state.id, rows.slice(from, from + batch), { last: from + batch >= rows.length, by })
    }
    return state
  }

  async undo(id: string, { limit = 1_000, by = this.admin } = {}): Promise<ImportState> {
    let state = await this.call('import_undo', { p_import: id, p_limit: limit }, by)
    while (state.left !== 0) state = await this.call('import_undo', { p_import: id, p_limit: limit }, by)
    return state
  }

  report(
    id: string,
    by: Member = this.admin,
  ): Promise<{ row_number: number; outcome: string; reason: string | null }[]> {
    return this.call('import_report', { p_import: id, p_after: 0, p_limit: 5_000 }, by)
  }

  leads(): Promise<Record<string, unknown>[]> {
    return this.sql`select * from leads order by (source_details ->> 'row')::integer nulls first, created_at, id`
  }
}

/** Rows with these values, as a file with a header has them. */
export const rowsOf = (...values: Record<string, unknown>[]): ImportRow[] =>
  values.map((each, at) => ({ row: at + 2, values: each }))
