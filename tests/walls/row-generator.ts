import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import type { Column, Relation } from './catalogue.ts'
import type { Markers } from './markers.ts'
import { EMAIL_COLUMN, HINTS } from './row-hints.ts'
import type { Place } from './row-hints.ts'
import { audienceOf, SECRET_COLUMN } from './scope.ts'
import type { Audience, Scope } from './scope.ts'

export type Row = Record<string, unknown>

/** Where the generator is: what a new row belongs to and what it may refer to. */
export interface Setting extends Omit<Place, 'marker' | 'number' | 'scope'> {
  organization: string
  /** The lead under which rows are made; null for rows of the organisation itself. */
  lead: string | null
  /** Who may read the rows, where it is not what the table's name says. */
  audience?: Audience
  /** The id of a row in a table that a new row here may refer to. */
  rowIn: (table: string) => string | undefined
}

/** Refusals that say which constraint was violated, so that optional values can be left out. */
const CONSTRAINED = ['23514', '23505', '23502']

/** Makes rows that the catalogue's constraints accept, with a marker in every text that may be free. */
export class RowGenerator {
  readonly #sql: Sql
  readonly #markers: Markers
  /** `table.column` of optional values that constraints did not accept. */
  readonly #left = new Set<string>()
  #number = 0

  constructor(sql: Sql, markers: Markers) {
    this.#sql = sql
    this.#markers = markers
  }

  /**
   * Inserts a row and returns it as the database keeps it.
   *
   * @param given values that are decided already.
   * @throws the refusal, when a required value is not accepted: it needs a hint.
   */
  async insert(relation: Relation, setting: Setting, given: Row = {}): Promise<Row> {
    this.#number += 1
    for (;;) {
      const values = this.values(relation, setting, given)
      try {
        const [row] = await this.#sql<Row[]>`insert into ${this.#sql(relation.name)} ${this.#sql(values)} returning *`
        return row!
      } catch (error) {
        if (!this.#leaveOut(relation, values, given, error)) {
          throw new Error(`${relation.name} takes no generated row: ${String(error)}`, { cause: error })
        }
      }
    }
  }

  /** Values of a new row, without inserting it. */
  values(relation: Relation, setting: Setting, given: Row = {}): Row {
    const { organization, lead } = setting
    const scope: Scope = { organization, lead, audience: 'members' }
    const values: Row = {}
    const texts: [string, Column][] = []
    for (const column of relation.columns) {
      if (column.generated || this.#left.has(`${relation.name}.${column.name}`)) continue
      const value = Object.hasOwn(given, column.name)
        ? given[column.name]
        : this.#valueOf(relation, column, setting, scope)
      if (value === FREE) texts.push([column.name, column])
      else if (value !== undefined) values[column.name] = value
    }
    const audience = setting.audience ?? audienceOf(relation.name, values)
    for (const [name, column] of texts) {
      const hidden = SECRET_COLUMN.test(name)
      const marker = this.#markers.plant(
        { ...scope, audience: hidden ? 'nobody' : audience },
        `${relation.name}.${name}`,
      )
      const value = this.#marked(relation, column, marker, setting, scope)
      if (value !== undefined) values[name] = value
    }
    return values
  }

  #valueOf(relation: Relation, column: Column, setting: Setting, scope: Scope): unknown {
    const { name, type, required } = column
    const hint = HINTS[relation.name]?.[name]
    if (hint && !usesMarker(type)) return hint({ ...setting, scope, marker: '', number: this.#number })
    if (hint) return FREE
    if (name === 'organization_id') return setting.organization
    const reference = relation.references.find(({ column }) => column === name)
    if (reference?.table === 'profiles') return required ? setting.person : undefined
    if (reference && reference.table !== relation.name) return setting.rowIn(reference.table)
    const words = relation.sets[name]
    if (words) return required ? words[0] : undefined
    const isEmpty = column.default === null || /^'(\{\}|\[\])?'::/.test(column.default)
    if (usesMarker(type)) return isEmpty ? FREE : undefined
    return required ? madeUp(type, this.#number) : undefined
  }

  #marked(
    relation: Relation,
    { name, type, default: initial }: Column,
    marker: string,
    setting: Setting,
    scope: Scope,
  ): unknown {
    const hint = HINTS[relation.name]?.[name]
    if (hint) return hint({ ...setting, scope, marker, number: this.#number })
    if (type === 'text[]') return [marker]
    if (type === 'bytea') return Buffer.from(marker)
    if (type === 'jsonb' || type === 'json') {
      return this.#sql.json(initial?.startsWith("'[") ? [{ note: marker }] : { note: marker })
    }
    return EMAIL_COLUMN.test(name) ? `${marker}@walls.test` : marker
  }

  /** After a refusal: remembers which optional values to leave out. False when there is none to leave out. */
  #leaveOut(relation: Relation, values: Row, given: Row, error: unknown): boolean {
    if (!(error instanceof postgres.PostgresError) || !CONSTRAINED.includes(error.code)) return false
    const constraint = relation.constraints.find(({ name }) => name === error.constraint_name)
    const doubtful = (constraint?.columns ?? []).filter((name) => {
      const column = relation.columns.find((known) => known.name === name)
      return column && !column.required && values[name] != null && !Object.hasOwn(given, name)
    })
    for (const name of doubtful) this.#left.add(`${relation.name}.${name}`)
    return doubtful.length > 0
  }
}

/** Stands for a text that the generator may choose. */
const FREE = Symbol('free text')

const usesMarker = (type: string): boolean => ['text', 'text[]', 'jsonb', 'json', 'bytea'].includes(type)

function madeUp(type: string, number: number): unknown {
  if (type === 'uuid') return randomUUID()
  if (type.startsWith('timestamp')) return new Date(Date.UTC(2026, 10, 1) + number * 60_000)
  if (type === 'date') return new Date(Date.UTC(2026, 0, 1) + number * 86_400_000).toISOString().slice(0, 10)
  if (type.startsWith('character')) return 'EUR'
  if (type === 'boolean') return false
  if (['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'].includes(type)) return number
  throw new Error(`No value is known for the type ${type}.`)
}
