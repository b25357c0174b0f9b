import type { Sql } from 'postgres'
import { createClient } from '@supabase/supabase-js'
import { createOrganization, joinAs } from '#tests/support/database.ts'
import type { Member } from '#tests/support/database.ts'
import type { Backend } from '#tests/support/office.ts'
import { relationsOf } from './catalogue.ts'
import type { Relation } from './catalogue.ts'
import { Markers } from './markers.ts'
import { RowGenerator } from './row-generator.ts'
import type { Row, Setting } from './row-generator.ts'
import { audienceOf } from './scope.ts'
import type { Actor, Scope } from './scope.ts'

/** The leads of an organisation, by how they are handled. */
const LEADS = ['pool', 'own', 'assigned', 'dataset', 'hidden'] as const

export interface Tenant {
  id: string
  name: string
  actors: Actor[]
  channelId: string
  brandId: string
  /** A row of each table: of the organisation itself, or of the lead in the pool, which every member may see. */
  rows: Map<string, Row>
  /** A row of each table that hangs on the lead that no rep may see. */
  hidden: Map<string, Row>
}

/** Two organisations with every role and a row in every table. */
export interface World {
  tenants: [Tenant, Tenant]
  /** Without a session. */
  anonymous: Actor
  tables: Relation[]
  markers: Markers
}

/** @throws when a table of schema public stays empty for an organisation. */
export async function buildWorld(backend: Backend): Promise<World> {
  const tables = await relationsOf(backend.sql, 'public').then((all) => all.filter(({ kind }) => kind === 'table'))
  const markers = new Markers()
  const generator = new RowGenerator(backend.sql, markers)
  const tenants: [Tenant, Tenant] = [
    await buildTenant(backend, 'Acme', tables, generator),
    await buildTenant(backend, 'Rival', tables, generator),
  ]
  await registerRows(backend.sql, { tenants, tables, markers })
  const client = createClient(backend.url, backend.anonKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  return {
    tenants,
    anonymous: { name: 'anon', role: null, organization: null, userId: null, client },
    tables,
    markers,
  }
}

async function buildTenant(
  backend: Backend,
  name: string,
  tables: Relation[],
  generator: RowGenerator,
): Promise<Tenant> {
  const { sql } = backend
  const organization = await createOrganization(sql, name)
  const join = (role: Member['role']) => joinAs(backend, organization.id, role)
  const [owner, admin, manager, viewer] = [
    await join('owner'),
    await join('admin'),
    await join('manager'),
    await join('viewer'),
  ]
  const reps = [await join('sales_rep'), await join('sales_rep'), await join('sales_rep')]
  const suspended = await join('admin')
  const actor = (label: string, member: Member): Actor => ({
    name: `${name} ${label}`,
    role: label === 'suspended' ? 'suspended' : member.role,
    organization: organization.id,
    userId: member.id,
    client: member.client,
  })
  const tenant: Tenant = {
    ...organization,
    name,
    actors: [
      actor('owner', owner),
      actor('admin', admin),
      actor('manager', manager),
      ...reps.map((rep, place) => actor(`rep ${place + 1}`, rep)),
      actor('viewer', viewer),
      actor('suspended', suspended),
    ],
    rows: new Map(),
    hidden: new Map(),
  }
  await fillTenant(
    sql,
    tenant,
    tables,
    generator,
    manager.id,
    reps.map(({ id }) => id),
  )
  await sql`update profiles set status = 'suspended' where id = ${suspended.id}`
  return tenant
}

async function fillTenant(
  sql: Sql,
  tenant: Tenant,
  tables: Relation[],
  generator: RowGenerator,
  manager: string,
  reps: string[],
): Promise<void> {
  const { id: organization, channelId, brandId } = tenant
  const common = new Map<string, string>([
    ['channels', channelId],
    ['brands', brandId],
  ])
  for (const table of ['pipelines', 'pipeline_stages']) {
    const [row] = await sql<{ id: string }[]>`
      select id from ${sql(table)} where organization_id = ${organization} and is_default limit 1`
    common.set(table, row!.id)
  }
  const seat = { organization, channelId, brandId, manager, absorbedId: '' }
  const underLeads = leadTables(tables)
  for (const table of inOrder(tables)) {
    if (underLeads.get(table.name) === 'always' || MADE_BY_HAND.has(table.name)) continue
    const setting: Setting = { ...seat, lead: null, person: manager, rowIn: (name) => common.get(name) }
    const row = await generator.insert(table, setting)
    tenant.rows.set(table.name, row)
    if (typeof row['id'] === 'string' && !common.has(table.name)) common.set(table.name, row['id'])
  }

  const owners: Record<(typeof LEADS)[number], string | null> = {
    pool: null,
    own: reps[0]!,
    assigned: manager,
    dataset: manager,
    hidden: manager,
  }
  const ordered = inOrder(tables).filter(({ name }) => underLeads.has(name) && name !== 'leads')
  const leads = tables.find(({ name }) => name === 'leads')!
  for (const kind of LEADS) {
    const person = kind === 'assigned' ? reps[1]! : kind === 'dataset' ? reps[2]! : (owners[kind] ?? manager)
    const under = new Map(common)
    const setting: Setting = { ...seat, lead: crypto.randomUUID(), person, rowIn: (name) => under.get(name) }
    const absorbed: Setting = { ...setting, lead: crypto.randomUUID() }
    const keep = (table: string, row: Row): unknown =>
      kind === 'pool' ? tenant.rows.set(table, row) : kind === 'hidden' && tenant.hidden.set(table, row)
    keep('leads', await generator.insert(leads, setting, { id: setting.lead, owner_id: owners[kind] }))
    await generator.insert(leads, absorbed, { id: absorbed.lead, owner_id: person, merged_into: setting.lead })
    under.set('leads', setting.lead!)
    if (kind === 'dataset') under.set('datasets', await allowDataset(sql, generator, tables, setting, person))
    for (const table of ordered) {
      const row = await generator.insert(
        table,
        { ...setting, absorbedId: absorbed.lead! },
        {
          ...(table.columns.some(({ name }) => name === 'lead_id') && { lead_id: setting.lead }),
          ...(kind === 'assigned' && table.name === 'conversations' && { assigned_to: person }),
        },
      )
      keep(table.name, row)
      if (typeof row['id'] === 'string') under.set(table.name, row['id'])
    }
  }
  for (const table of MADE_BY_HAND) {
    const [row] = await sql<Row[]>`select * from ${sql(table)} where organization_id = ${organization} limit 1`
    tenant.rows.set(table, row!)
  }
}

/** Filled when an organisation is founded and joined. */
const MADE_BY_HAND = new Set(['organizations', 'profiles'])

/** A dataset of its own, that `person` may see. */
async function allowDataset(
  sql: Sql,
  generator: RowGenerator,
  tables: Relation[],
  setting: Setting,
  person: string,
): Promise<string> {
  const relation = tables.find(({ name }) => name === 'datasets')!
  const row = await generator.insert(relation, {
    ...setting,
    lead: null,
    audience: { people: [person], overseers: true },
  })
  const id = String(row['id'])
  await sql`update profiles set allowed_dataset_ids = ${[id]} where id = ${person}`
  return id
}

/** Tables with rows that hang on a lead: `always`, or `sometimes` where the reference may be null. */
export function leadTables(tables: Relation[]): Map<string, 'always' | 'sometimes'> {
  const found = new Map<string, 'always' | 'sometimes'>([['leads', 'always']])
  for (const { name, columns } of tables) {
    const column = columns.find((known) => known.name === 'lead_id')
    if (column) found.set(name, column.required ? 'always' : 'sometimes')
  }
  for (let size = 0; size !== found.size;) {
    size = found.size
    for (const { name, columns, references } of tables) {
      const hangs = references.some(
        ({ column, table }) =>
          found.get(table) === 'always' && columns.some((known) => known.name === column && known.required),
      )
      if (hangs && !found.has(name)) found.set(name, 'always')
    }
  }
  return found
}

/** Tables after those to which they refer. */
function inOrder(tables: Relation[]): Relation[] {
  const ordered = new Set<Relation>()
  const visiting = new Set<Relation>()
  const visit = (relation: Relation): void => {
    if (ordered.has(relation) || visiting.has(relation)) return
    visiting.add(relation)
    for (const { table } of relation.references) {
      const parent = tables.find(({ name }) => name === table)
      if (parent) visit(parent)
    }
    ordered.add(relation)
  }
  for (const relation of tables) visit(relation)
  return [...ordered]
}

/**
 * Tells the markers of every row there is, whoever made it, and replaces rows that are gone by others of their kind.
 *
 * @throws when a table has no row of an organisation.
 */
export async function registerRows(sql: Sql, { tenants, tables, markers }: Omit<World, 'anonymous'>): Promise<void> {
  for (const tenant of tenants) {
    const parents = new Map<string, string>()
    for (const table of inOrder(tables)) {
      const rows = await sql<Row[]>`select * from ${sql(table.name)} where organization_id = ${tenant.id}`
      if (rows.length === 0) throw new Error(`${table.name} has no row of ${tenant.name}.`)
      for (const row of rows) {
        const id = typeof row['id'] === 'string' ? row['id'] : null
        const lead = leadOf(table, row, parents)
        if (id !== null && lead !== null) parents.set(id, lead)
        const scope: Scope = { organization: tenant.id, lead, audience: audienceOf(table.name, row) }
        if (id !== null) markers.register(id, scope, table.name, isNameable(table.name, row))
      }
      for (const known of [tenant.rows, tenant.hidden]) replaceGone(known, table.name, rows)
    }
  }
}

function replaceGone(known: Map<string, Row>, table: string, rows: Row[]): void {
  const former = known.get(table)
  if (!former || rows.some(({ id }) => id === former['id'])) return
  const other = rows.find((row) => row['lead_id'] === former['lead_id'])
  if (other) known.set(table, other)
  else known.delete(table)
}

/** The lead on which a row hangs, by itself or through a row that it refers to. */
function leadOf(table: Relation, row: Row, parents: ReadonlyMap<string, string>): string | null {
  if (table.name === 'leads') return String(row['id'])
  if (table.columns.some(({ name }) => name === 'lead_id')) return (row['lead_id'] as string | null) ?? null
  const parent = table.references
    .map(({ column }) => parents.get(String(row[column])))
    .find((lead) => lead !== undefined)
  return parent ?? null
}

/** A lead names the datasets that it is in and the leads that it absorbed, whoever may read those. */
const isNameable = (table: string, row: Row): boolean =>
  table === 'datasets' || (table === 'leads' && row['merged_into'] !== null)
