import type { SupabaseClient } from '@supabase/supabase-js'
import { pullAnswerSchema } from '#shared/replication/protocol.ts'
import type { Cursor, PullAnswer } from '#shared/replication/protocol.ts'

export const NO_CURSOR: Cursor = { snapshot: null, generation: null, scope_version: null }

type WireRow = Record<string, unknown>

/** A minimal desktop: applies pulls to maps in memory, by the client's rules of a round (sync.md, "Pages"). */
export class Replica {
  readonly tables = new Map<string, Map<string, WireRow>>()
  cursor: Cursor = NO_CURSOR
  readonly #client: SupabaseClient
  readonly #rows: number

  constructor(client: SupabaseClient, rows = 5_000) {
    this.#client = client
    this.#rows = rows
  }

  rows(table: string): WireRow[] {
    return [...(this.tables.get(table)?.values() ?? [])]
  }

  get(table: string, id: string): WireRow | undefined {
    return this.tables.get(table)?.get(id)
  }

  /** One round: pages from `cursor`, closed by deltas until one call answers completely. Returns every answer. */
  async pull(between: () => Promise<void> = () => Promise.resolve()): Promise<PullAnswer[]> {
    const answers: PullAnswer[] = []
    let base = this.cursor
    for (;;) {
      const pages = await this.#pages(base, between)
      answers.push(...pages)
      for (const page of pages) await this.#apply(page)
      const first = pages[0]!
      if (first.reset) return answers
      base = { snapshot: first.snapshot, generation: first.generation, scope_version: first.scope_version }
      if (pages.length === 1) break
    }
    this.cursor = base
    return answers
  }

  async #pages(base: Cursor, between: () => Promise<void>): Promise<PullAnswer[]> {
    const pages: PullAnswer[] = []
    let position: string | null = null
    do {
      if (position !== null) await between()
      const page: PullAnswer = await pull(this.#client, { ...base, position }, this.#rows)
      pages.push(page)
      position = page.position
    } while (position !== null)
    return pages
  }

  async #apply(page: PullAnswer): Promise<void> {
    this.#put(page)
    for (const { table, id } of page.deleted) this.#remove(table, id)
    for (const { lead_id } of page.revoked) this.#remove('leads', lead_id)
    let position: string | null = null
    if (page.granted.length === 0) return
    do {
      const { data, error } = await this.#client.rpc('sync_backfill', {
        p_lead_ids: page.granted,
        p_position: position,
        p_budget: { rows: this.#rows },
      })
      if (error) throw error
      const answer = pullAnswerSchema.parse(data)
      this.#put(answer)
      position = answer.position
    } while (position !== null)
  }

  #put(page: PullAnswer): void {
    for (const { table, columns, rows } of page.tables) {
      const known = this.tables.get(table) ?? new Map<string, WireRow>()
      this.tables.set(table, known)
      for (const values of rows) {
        const row = Object.fromEntries(columns.map((column, index) => [column, values[index]]))
        known.set(String(row.id), row)
      }
    }
  }

  #remove(table: string, id: string): void {
    this.tables.get(table)?.delete(id)
    if (table !== 'leads') return
    for (const rows of this.tables.values()) {
      for (const [key, row] of rows) if (row.lead_id === id) rows.delete(key)
    }
  }
}

/** One call of `sync_pull`, checked against the protocol. */
export async function pull(
  client: SupabaseClient,
  cursor: Cursor & { position: string | null },
  rows = 5_000,
): Promise<PullAnswer> {
  const { data, error } = await client.rpc('sync_pull', { p_cursor: cursor, p_budget: { rows } })
  if (error) throw error
  return pullAnswerSchema.parse(data)
}
