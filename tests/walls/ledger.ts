import type { Sql } from 'postgres'
import { relationsOf } from './catalogue.ts'
import type { Relation } from './catalogue.ts'
import { ADMINISTRATES, isActive } from './scope.ts'
import type { Sight } from './scope.ts'
import { leadTables } from './world.ts'

/** Rows of a table that belong together: of an organisation, and of a lead or a person where the table tells. */
export interface Group {
  table: string
  organization: string
  owner: string | null
  /** True for what hangs on a lead that was not there before. */
  onNewLead?: boolean
}

/** Columns that people change in their own profile. */
const HARMLESS = ['full_name', 'avatar_url', 'phone', 'updated_at', 'sync_xid']

/** Columns that count what others do with a row, by table. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  message_templates: ['usage_count', 'last_used_at', 'updated_at', 'sync_xid'],
}

/** What of all rows there is decides nobody's rights: each person's profile without what they may change. */
const RIGHTS = 'profiles (rights)'

/** Takes the fingerprints of everything that belongs to an organisation. */
export class Ledger {
  readonly #sql: Sql
  readonly #statement: string

  private constructor(sql: Sql, statement: string) {
    this.#sql = sql
    this.#statement = statement
  }

  static async open(sql: Sql): Promise<Ledger> {
    const relations = [
      ...(await relationsOf(sql, 'public')),
      ...(await relationsOf(sql, 'sync')),
      ...(await relationsOf(sql, 'app')),
    ]
    const owned = relations.filter(
      ({ kind, columns }) => kind === 'table' && columns.some(({ name }) => name === 'organization_id'),
    )
    const under = leadTables(owned)
    const parts = owned.map((relation) =>
      fingerprints(relation.name, relation, ownerOf(relation, under), textWithout(relation, COUNTED[relation.name])),
    )
    const profiles = owned.find(({ name }) => name === 'profiles')!
    parts.push(fingerprints(RIGHTS, profiles, 't.id', textWithout(profiles, HARMLESS)))
    return new Ledger(sql, parts.join(' union all '))
  }

  /** The fingerprint of every group. */
  async take(): Promise<Map<string, string>> {
    const rows = await this.#sql.unsafe<(Group & { print: string })[]>(this.#statement)
    return new Map(
      rows.map(({ print, table, organization, owner }) => [JSON.stringify({ table, organization, owner }), print]),
    )
  }
}

/** The groups whose rows differ between two takings. */
export function changedGroups(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Group[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  const changed = [...keys].filter((key) => before.get(key) !== after.get(key))
  const made = changed.filter((key) => !before.has(key)).map((key) => JSON.parse(key) as Group)
  const newLeads = new Set(made.filter(({ table }) => table === 'leads').map(({ owner }) => owner))
  return changed.map((key) => {
    const group = JSON.parse(key) as Group
    return newLeads.has(group.owner) ? { ...group, onNewLead: true } : group
  })
}

/** SQL of a row `t` as text, but for some of its columns. */
function textWithout({ columns }: Relation, names: readonly string[] = []): string {
  const counted = columns.map(({ name }) => name).filter((name) => !names.includes(name))
  return `row(${counted.map((name) => `t.${name}`).join(', ')})::text`
}

function fingerprints(label: string, { schema, name }: Relation, owner: string, text: string): string {
  return `select '${label}' as table, t.organization_id as organization, ${owner}::uuid as owner,
    md5(string_agg(md5(${text}), '' order by md5(${text}))) as print from ${schema}.${name} t group by 2, 3`
}

/** Columns that name whose a row of the organisation is. */
const AUTHORED = ['user_id', 'owner_id', 'created_by']

/** SQL that tells on whom or what a row `t` hangs. */
function ownerOf(relation: Relation, under: ReadonlyMap<string, unknown>): string {
  const has = (column: string): boolean => relation.columns.some(({ name }) => name === column)
  if (relation.name === 'leads' || relation.name === 'profiles') return 't.id'
  if (has('lead_id')) return 't.lead_id'
  const parent = relation.references.find(({ table }) => under.has(table) && table !== 'leads')
  if (parent && under.has(relation.name)) {
    return `(select p.lead_id from public.${parent.table} p where p.id = t.${parent.column})`
  }
  return AUTHORED.filter(has).map((column) => `t.${column}`)[0] ?? 'null'
}

/** Tables that only owners and admins change, whatever they call. */
const OF_ADMINISTRATORS = [
  'brands',
  'channel_configurations',
  'channel_credentials',
  'channels',
  'holidays',
  'organization_settings',
  'organizations',
  'pipeline_stages',
  'pipelines',
  'user_invitations',
]

/** Tables that follow changes elsewhere, so that they change with what a rep may do. */
const FOLLOWING = ['audit_logs', 'datasets', 'outcomes']

/** Tables of which everybody changes their own rows only. */
const PERSONAL = ['clients', 'notification_preferences', 'profiles', 'saved_views']

/** Tables without authors to which anybody adds; that they change nothing in them is `row-mutations.test.ts`'s to show. */
const ADDED_TO = ['tags']

/** True when a function may change these rows on behalf of an actor, by the rules of data-model.md. */
export function mayChange({ actor, leads }: Sight, { table, organization, owner, onNewLead = false }: Group): boolean {
  if (!isActive(actor) || actor.organization !== organization || table === RIGHTS) return false
  if (PERSONAL.includes(table)) return owner === actor.userId
  if (actor.role === 'viewer') return false
  if (ADMINISTRATES.includes(actor.role)) return true
  if (OF_ADMINISTRATORS.includes(table)) return false
  if (actor.role === 'manager') return true
  return (
    FOLLOWING.includes(table) ||
    ADDED_TO.includes(table) ||
    onNewLead ||
    (owner !== null && (leads.has(owner) || owner === actor.userId))
  )
}

/** True when a direct write may change these rows: nothing but one's own profile, which the audit trail follows. */
export function mayChangeDirectly({ actor }: Sight, { table, organization, owner }: Group): boolean {
  if (!isActive(actor) || actor.organization !== organization) return false
  return (table === 'profiles' && owner === actor.userId) || table === 'audit_logs'
}
