/** The REST side of the backend: calls a function as a signed-in user and answers as supabase-js would. */
import type { Sql } from 'postgres'
import { databaseErrorResponse } from '#build/local-supabase/postgrest-errors.ts'

/** What supabase-js answers to a call. */
export interface RestAnswer {
  status: number
  data: unknown
  error: { code?: string; message: string } | null
}

export type FunctionName = 'sync_pull' | 'sync_backfill' | 'sync_push'

export interface Caller {
  userId: string
  /** Name of the desk, for the record. */
  desk: string
}

/** Rows of one user's view of the server, by table and id, as wire rows in JSON. */
export type Shown = Map<string, Map<string, string>>

const CALLS: Record<FunctionName, string> = {
  sync_pull: 'select public.sync_pull($1::text::jsonb, $2::text::jsonb) as answer',
  sync_backfill: `select public.sync_backfill(array(select jsonb_array_elements_text($1::text::jsonb))::uuid[],
    $2::text::jsonb #>> '{}', $3::text::jsonb) as answer`,
  sync_push: `select public.sync_push(($1::text::jsonb #>> '{}')::uuid, $2::text::jsonb,
    ($3::text::jsonb #>> '{}')::uuid) as answer`,
}
const PARAMETERS: Record<FunctionName, string[]> = {
  sync_pull: ['p_cursor', 'p_budget'],
  sync_backfill: ['p_lead_ids', 'p_position', 'p_budget'],
  sync_push: ['p_client', 'p_mutations', 'p_generation'],
}
const CONTEXT = `select set_config('request.jwt.claims', $1, true), set_config('simulator.step', $2, true),
  set_config('simulator.actor', $3, true), set_config('simulator.desk', $4, true), set_config('role', 'authenticated', true)`

/** Tables that a history changes: what is compared after every round. All are compared at the end. */
export const LIVELY: ReadonlySet<string> = new Set([
  'profiles',
  'leads',
  'contact_points',
  'conversations',
  'messages',
  'stage_changes',
  'notes',
  'datasets',
  'dataset_leads',
  'lead_merges',
  'message_templates',
  'tags',
  'saved_views',
  'products',
])

interface NamedSql {
  name: string
  row_sql: string
}

export class Gateway {
  readonly #sql: Sql
  readonly #step: () => number
  #tables: Promise<NamedSql[]> | undefined

  /** @param step number of the step under way, for the record of writes */
  constructor(sql: Sql, step: () => number) {
    this.#sql = sql
    this.#step = step
  }

  /**
   * Calls a function in a transaction of its own.
   * @param onShown gets what the server shows this user in the very snapshot of a pull, of the tables that histories
   *   change
   */
  async call(
    { userId, desk }: Caller,
    name: FunctionName,
    args: Record<string, unknown>,
    onShown?: (snapshot: string, shown: Shown) => void,
  ): Promise<RestAnswer> {
    const parameters = PARAMETERS[name].map((parameter) => JSON.stringify(args[parameter] ?? null))
    const look = onShown ? [shownSql((await this.#named()).filter(({ name: table }) => LIVELY.has(table)))] : []
    try {
      const [called, shown] = await this.#transaction(
        { userId, desk },
        name !== 'sync_push',
        [CALLS[name], parameters],
        look,
      )
      const data = (called as { answer: unknown }[])[0]!.answer
      if (onShown && shown) onShown((data as { snapshot: string }).snapshot, shownOf(shown as ShownRow[]))
      return { status: 200, data, error: null }
    } catch (error) {
      const response = databaseErrorResponse(error, 'authenticated')
      return { status: response.status, data: null, error: (await response.json()) as RestAnswer['error'] }
    }
  }

  /** All that the server shows a user now. */
  async shown(userId: string): Promise<Shown> {
    const [rows] = await this.#transaction({ userId, desk: '' }, true, [shownSql(await this.#named()), []], [])
    return shownOf(rows as ShownRow[])
  }

  /** Runs statements one behind the other without waiting in between; the first failure is what it throws. */
  async #transaction(
    { userId, desk }: Caller,
    isReading: boolean,
    [text, parameters]: [string, string[]],
    further: string[],
  ): Promise<unknown[]> {
    const sql = this.#sql
    const context = [JSON.stringify({ sub: userId, role: 'authenticated' }), String(this.#step()), userId, desk]
    const results = await Promise.allSettled([
      sql.unsafe(isReading ? 'begin isolation level repeatable read read only' : 'begin'),
      sql.unsafe(CONTEXT, context, { prepare: true }),
      sql.unsafe(text, parameters, PREPARED),
      ...further.map((statement) => sql.unsafe(statement, [], PREPARED)),
      sql.unsafe('commit'),
    ])
    const failure = results.find((result) => result.status === 'rejected')
    if (failure) throw failure.reason
    return results.slice(2, -1).map((result) => (result.status === 'fulfilled' ? result.value : null))
  }

  #named(): Promise<NamedSql[]> {
    return (this.#tables ??= this.#sql<NamedSql[]>`select name, row_sql from sync.tables order by position`.execute())
  }
}

/** Statements without parameters are planned once too. */
const PREPARED = { prepare: true, simple: false } as const

interface ShownRow {
  table_name: string
  rows: unknown[][]
}

/** Reads tables as the role sees them, without any function of replication: row level security alone decides. */
const shownSql = (tables: NamedSql[]): string =>
  tables
    .map(
      ({ name, row_sql }) =>
        `select '${name}' as table_name, json_agg(${row_sql}) as rows from public.${name} x having count(*) > 0`,
    )
    .join(' union all ')

const shownOf = (rows: ShownRow[]): Shown =>
  new Map(
    rows.map(({ table_name, rows: values }) => [
      table_name,
      new Map(values.map((value) => [String(value[0]), JSON.stringify(value)])),
    ]),
  )
