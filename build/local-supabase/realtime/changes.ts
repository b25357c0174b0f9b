import type { Sql } from 'postgres'
import { identifier } from '../functions.ts'
import { become, inRolledBack } from './authorization.ts'
import { sendMessage } from './channel.ts'
import type { Channel, ChangeSubscription } from './channel.ts'
import type { Rooms } from './rooms.ts'

/** A row change, as the trigger `realtime.on_change` reports it. */
export interface RowChange {
  schema: string
  table: string
  type: 'INSERT' | 'UPDATE' | 'DELETE'
  /** Columns of the primary key; null without one. */
  key: string[] | null
  timestamp: string
  record: Record<string, unknown> | null
  oldRecord: Record<string, unknown> | null
}

interface Column {
  name: string
  type: string
}

const OPERATORS: Readonly<Record<string, string>> = { eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' }
const CONDITION = /^([^=]+)=(eq|neq|lt|lte|gt|gte|in)\.(.*)$/s

/** Delivers row changes to the subscriptions that match, under the row level security of each subscriber. */
export class Changes {
  readonly #sql: Sql
  readonly #rooms: Rooms
  readonly #columns = new Map<string, readonly Column[]>()

  constructor(sql: Sql, rooms: Rooms) {
    this.#sql = sql
    this.#rooms = rooms
  }

  /** Columns may have changed. */
  forgetSchema(): void {
    this.#columns.clear()
  }

  async deliver(change: RowChange): Promise<void> {
    const interested = [...this.#rooms.all()].filter((channel) => channel.changes.some((each) => matches(each, change)))
    if (interested.length === 0) return
    const columns = await this.#columnsOf(change)
    const verdicts = new Map<string, boolean>()
    for (const channel of interested) {
      const ids: number[] = []
      for (const subscription of channel.changes.filter((each) => matches(each, change))) {
        const key = `${channel.token} ${subscription.filter ?? ''}`
        const verdict = verdicts.get(key) ?? (await this.#isVisible(channel, subscription, change, columns))
        verdicts.set(key, verdict)
        if (verdict) ids.push(subscription.id)
      }
      if (ids.length > 0 && !channel.left) send(channel, ids, change, columns)
    }
  }

  async #columnsOf({ schema, table }: RowChange): Promise<readonly Column[]> {
    const relation = `${identifier(schema)}.${identifier(table)}`
    const known = this.#columns.get(relation)
    if (known) return known
    const columns = await this.#sql<Column[]>`
      select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = ${relation}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`
    this.#columns.set(relation, columns)
    return columns
  }

  /** As hosted, a DELETE is not checked against policies: the row is gone, and only its key is sent. */
  #isVisible(
    channel: Channel,
    { filter }: ChangeSubscription,
    change: RowChange,
    columns: readonly Column[],
  ): Promise<boolean> {
    const relation = `${identifier(change.schema)}.${identifier(change.table)}`
    return inRolledBack(this.#sql, async (transaction) => {
      if (filter !== undefined) {
        const parameters = [JSON.stringify(change.record ?? change.oldRecord)]
        const condition = filterCondition(filter, columns, parameters)
        const text = `select from jsonb_populate_record(null::${relation}, $1::text::jsonb) r where ${condition}`
        if ((await transaction.unsafe(text, parameters)).length === 0) return false
      }
      if (change.type === 'DELETE') return true
      const { key, record } = change
      if (!key || !record) return false
      await become(transaction, channel.claims)
      const condition = key.map((column, index) => `${identifier(column)}::text = $${index + 1}`).join(' and ')
      const values = key.map((column) => String(record[column]))
      return (await transaction.unsafe(`select from ${relation} where ${condition}`, values)).length > 0
    }).catch(() => false)
  }
}

function matches(subscription: ChangeSubscription, change: RowChange): boolean {
  const { event, schema, table = '*' } = subscription
  return (
    (event === '*' || event === change.type) &&
    (schema === '*' || schema === change.schema) &&
    (table === '*' || table === change.table)
  )
}

/** SQL for `column=operator.value[,…]` on the record `r`; adds its values to `parameters`. */
function filterCondition(filter: string, columns: readonly Column[], parameters: string[]): string {
  const conditions = filter.split(/,(?![^(]*\))/).map((text) => {
    const [, name = '', operator = '', value = ''] = CONDITION.exec(text.trim()) ?? []
    const column = columns.find((each) => each.name === name)
    if (!column) return 'false'
    const left = `r.${identifier(name)}`
    const type = identifier(column.type)
    if (operator !== 'in') return `${left} ${OPERATORS[operator]} $${parameters.push(value)}::text::${type}`
    const list = value.replace(/^\(|\)$/g, '').split(',')
    const items = list.map((item) => `$${parameters.push(item.trim())}::text::${type}`)
    return `${left} in (${items.join(', ')})`
  })
  return conditions.join(' and ')
}

function send(channel: Channel, ids: number[], change: RowChange, columns: readonly Column[]): void {
  const data = {
    schema: change.schema,
    table: change.table,
    commit_timestamp: change.timestamp,
    type: change.type,
    columns,
    ...(change.record && { record: change.record }),
    ...(change.oldRecord && { old_record: change.oldRecord }),
    errors: null,
  }
  const { connection, topic } = channel
  sendMessage(connection, { joinRef: null, ref: null, topic, event: 'postgres_changes', payload: { ids, data } })
}
