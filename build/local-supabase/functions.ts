import type { Sql } from 'postgres'

/** A database function that a direct call can serve: one overload, named arguments, a single value as result. */
export interface DatabaseFunction {
  /** The statement that calls it with the arguments given, from a JSON object in `$1`. */
  callText: string
  returnsVoid: boolean
  /** STABLE and IMMUTABLE functions run in a read-only transaction. */
  readOnly: boolean
}

interface FunctionRow {
  args: string[] | null
  types: string[]
  defaults: number
  returns: string
  volatile: boolean
}

/**
 * Finds functions of schema `public` by name and argument names, and remembers what it found until told of a change
 * of the schema. What it does not find it looks up again each time.
 */
export class FunctionCatalog {
  readonly #sql: Sql
  readonly #known = new Map<string, DatabaseFunction>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  forget(): void {
    this.#known.clear()
  }

  /** The function, or null when there is none or PostgREST's full rules are needed (sets, OUT, variadic, ambiguity). */
  async find(name: string, args: string[]): Promise<DatabaseFunction | null> {
    const key = JSON.stringify([name, ...args.toSorted()])
    const known = this.#known.get(key)
    if (known) return known
    const sql = this.#sql
    const overloads = await sql<FunctionRow[]>`
      select p.proargnames as args, p.pronargdefaults::int as defaults,
        array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n) as types,
        format_type(p.prorettype, null) as returns, p.provolatile = 'v' as volatile
      from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.proname = ${name} and p.prokind = 'f'
        and not p.proretset and p.proallargtypes is null and p.provariadic = 0`
    const matches = overloads.filter((overload) => accepts(overload, args))
    const [match] = matches
    if (!match || matches.length > 1) return null
    const found = describe(name, match, args)
    this.#known.set(key, found)
    return found
  }
}

/** True when every given argument exists and every missing one has a default. */
function accepts({ args, types, defaults }: FunctionRow, given: string[]): boolean {
  const names = args ?? []
  if (names.length !== types.length) return false
  const required = names.slice(0, names.length - defaults)
  return given.every((name) => names.includes(name)) && required.every((name) => given.includes(name))
}

function describe(name: string, { args, types, returns, volatile }: FunctionRow, given: string[]): DatabaseFunction {
  const names = args ?? []
  const columns = given.map((arg) => `${identifier(arg)} ${types[names.indexOf(arg)] ?? 'text'}`)
  const passed = given.map((arg) => `${identifier(arg)} := a.${identifier(arg)}`)
  const call = `public.${identifier(name)}(${passed.join(', ')})`
  const json = returns === 'json' || returns === 'jsonb'
  const value = json ? `${call}::text` : `to_json(${call})::text`
  const result = returns === 'void' ? call : `${value} as result`
  const source = given.length > 0 ? ` from json_to_record($1::text::json) as a (${columns.join(', ')})` : ''
  return { callText: `select ${result}${source}`, returnsVoid: returns === 'void', readOnly: !volatile }
}

/** Quotes a name for SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
