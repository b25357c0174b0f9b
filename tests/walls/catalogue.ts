import type { Sql } from 'postgres'

/** A column, as far as a row generator and an attacker care. */
export interface Column {
  name: string
  type: string
  /** Not null and without a default. */
  required: boolean
  /** The default's expression; null without one. */
  default: string | null
  /** Computed by the database: nobody may name it in a write. */
  generated: boolean
  /** Whether signed-in people may select it, by grants. */
  readable: boolean
}

export interface Relation {
  schema: string
  name: string
  kind: 'table' | 'view' | 'materialized view'
  columns: Column[]
  /** Single-column foreign keys to tables of schema public. */
  references: { column: string; table: string }[]
  /** Check constraints and unique indexes by name: the columns that they look at. */
  constraints: { name: string; columns: string[] }[]
  /** Per column the words of its closed set. */
  sets: Record<string, string[]>
  /** The primary key's columns; empty for views. */
  key: string[]
}

export interface DatabaseFunction {
  name: string
  arguments: { name: string; type: string; optional: boolean }[]
  /** Tables of schema public that its text names. */
  tables: string[]
}

/** All tables and views of a schema, by name. */
export async function relationsOf(sql: Sql, schema: string): Promise<Relation[]> {
  const rows = await sql<(Omit<Relation, 'sets'> & { checks: string[] })[]>`
    select n.nspname as schema, c.relname as name,
      case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind,
      (select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
          'required', a.attnotnull and not a.atthasdef and a.attidentity = '',
          'default', pg_get_expr(d.adbin, d.adrelid),
          'generated', a.attgenerated <> '' or a.attidentity = 'a',
          'readable', has_column_privilege('authenticated', c.oid, a.attnum, 'select')) order by a.attnum), '[]')
        from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(json_agg(json_build_object('column', a.attname, 'table', p.relname) order by a.attnum), '[]')
        from pg_constraint k join pg_class p on p.oid = k.confrelid
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
        where k.conrelid = c.oid and k.contype = 'f' and cardinality(k.conkey) = 1
          and p.relnamespace = 'public'::regnamespace) as references,
      (select coalesce(json_agg(json_build_object('name', w.name, 'columns', array(
          select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = any (w.keys)))), '[]')
        from (
          select k.conname as name, k.conkey as keys from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
          union all
          select i.indexrelid::regclass::name, i.indkey::int2[] from pg_index i where i.indrelid = c.oid and i.indisunique
        ) w) as constraints,
      array(select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks,
      array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p', 'v', 'm') order by c.relname`
  return rows.map(({ checks, ...relation }) => ({ ...relation, sets: closedSets(checks) }))
}

/** Reads `CHECK ((column = ANY (ARRAY['a'::text, …])))`. */
function closedSets(checks: string[]): Record<string, string[]> {
  const sets: Record<string, string[]> = {}
  for (const check of checks) {
    const [, column, words] = /^CHECK \(\((\w+) = ANY \(ARRAY\[([^\]]*)\]\)\)\)$/.exec(check) ?? []
    if (column && words) sets[column] = Array.from(words.matchAll(/'([^']*)'/g), ([, word]) => word!)
  }
  return sets
}

/** Schemas of the database that hold tables or views, without PostgreSQL's own. */
export async function schemasOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct n.nspname as name from pg_namespace n join pg_class c on c.relnamespace = n.oid
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`
  return rows.map(({ name }) => name)
}

/** The functions of a schema that REST could call: all but those of triggers. */
export async function functionsOf(sql: Sql, schema: string): Promise<DatabaseFunction[]> {
  const rows = await sql<{ name: string; names: string[] | null; types: string[]; defaults: number; source: string }[]>`
    select p.proname as name, p.proargnames as names, p.pronargdefaults::int as defaults,
      array(select format_type(t, null) from unnest(p.proargtypes) with ordinality a (t, n) order by n) as types,
      pg_get_functiondef(p.oid) as source
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = ${schema} and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype order by p.proname`
  return rows.map(({ name, names, types, defaults, source }) => ({
    name,
    arguments: types.map((type, place) => ({
      name: names?.[place] ?? '',
      type,
      optional: place >= types.length - defaults,
    })),
    tables: [...new Set(Array.from(source.matchAll(/\bpublic\.(\w+)/g), ([, table]) => table!))],
  }))
}
