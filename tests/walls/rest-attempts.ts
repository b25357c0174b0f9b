import { randomUUID } from 'node:crypto'
import type { Relation } from './catalogue.ts'
import type { Answer, Attempt } from './probe.ts'
import type { Row } from './row-generator.ts'
import type { Actor } from './scope.ts'
import type { Tenant } from './world.ts'

/** PostgreSQL's word for a write to a view that takes none; REST makes a 500 of it. */
const NOT_WRITABLE = '55000'

/** Selects everything in a table or view, as an app would and by the columns that grants leave. */
export function reads({ client }: Actor, relation: Relation): Attempt[] {
  const { name, columns } = relation
  const readable = columns.filter(({ readable }) => readable).map(({ name }) => name)
  const attempts: Attempt[] = [{ what: `select * from ${name}`, run: () => client.from(name).select('*') }]
  if (readable.length > 0 && readable.length < columns.length) {
    const list = readable.join(', ')
    attempts.push({ what: `select ${list} from ${name}`, run: () => client.from(name).select(list) })
  }
  return attempts
}

/** Inserts a row into the other organisation, and updates and deletes every row there is. */
export function writes({ client }: Actor, relation: Relation, victim: Tenant): Attempt[] {
  const { name } = relation
  const forged = forgedRow(relation, victim.rows.get(name))
  const column = changeable(relation)
  const key = relation.key[0] ?? relation.columns[0]!.name
  const change = { [column]: victim.rows.get(name)?.[column] ?? null }
  return [
    {
      what: `insert into ${name} for ${victim.name}`,
      said: forged,
      run: () => refusing(client.from(name).insert(forged)),
    },
    {
      what: `update ${name} set ${column}`,
      said: change,
      run: () => refusing(client.from(name).update(change).not(key, 'is', null).select(key)),
    },
    {
      what: `delete from ${name}`,
      run: () => refusing(client.from(name).delete().not(key, 'is', null).select(key)),
    },
  ]
}

/** What goes around the plain statements: filters on foreign rows, upserts over them, embedded rows. */
export function detours({ client }: Actor, relation: Relation, victim: Tenant): Attempt[] {
  const { name, key, references } = relation
  const row = victim.rows.get(name)
  const attempts: Attempt[] = references
    .filter(({ table }) => table !== name)
    .map(({ column, table }) => {
      const list = `*,${table}!${column}(*)`
      return { what: `select ${list} from ${name}`, run: () => client.from(name).select(list) as PromiseLike<Answer> }
    })
  if (!row || key.length !== 1) return attempts
  const [column] = key
  const id = row[column!]
  const same = { ...forgedRow(relation, row), [column!]: id }
  return [
    ...attempts,
    {
      what: `select of a foreign ${name}`,
      said: id,
      run: () => client.from(name).select().eq(column!, id),
    },
    { what: `upsert over a foreign ${name}`, said: same, run: () => refusing(client.from(name).upsert(same)) },
  ]
}

/** Rights that people would give themselves, and harmless columns of others' profiles. */
export function profileChanges({ client, userId }: Actor, own: Tenant | undefined, victim: Tenant): Attempt[] {
  const profiles = client.from('profiles')
  const dataset = (own ?? victim).rows.get('datasets')!['id']
  const rights = [
    { role: 'owner' },
    { organization_id: victim.id },
    { can_view_all_leads: true },
    { can_edit_lessons: true },
    { can_push_automations: true },
    { can_manage_users: true },
    { allowed_dataset_ids: [dataset] },
    { status: 'active' },
    { email: 'owner@walls.test' },
    { scope_version: 1_000 },
    { full_name: 'Renamed', role: 'owner' },
    { id: victim.actors[0]!.userId },
  ]
  const others = [own, victim].flatMap((tenant) => tenant?.actors ?? []).filter((other) => other.userId !== userId)
  return [
    ...rights.map((change) => ({
      what: `update of own profile with ${JSON.stringify(change)}`,
      said: change,
      run: () =>
        profiles
          .update(change)
          .eq('id', userId ?? others[0]!.userId!)
          .select('id'),
    })),
    ...others.map((other) => ({
      what: `renaming ${other.name}`,
      said: other.userId,
      run: () => profiles.update({ full_name: 'Renamed' }).eq('id', other.userId!).select('id'),
    })),
  ]
}

/** A copy of a row that the database would take as new, as JSON. */
function forgedRow({ columns, key }: Relation, row: Row | undefined): Row {
  const values = columns.filter(({ generated }) => !generated).map(({ name }) => [name, row?.[name]] as const)
  const copy = Object.fromEntries(values.filter(([name, value]) => value != null && name !== 'sync_xid'))
  return key.length === 1 && key[0] === 'id' ? { ...copy, id: randomUUID() } : copy
}

/** A column that an update may name. */
function changeable({ columns, key }: Relation): string {
  const found = columns.find(({ name, generated }) => !generated && !key.includes(name))
  return found?.name ?? columns[0]!.name
}

async function refusing(request: PromiseLike<Answer>): Promise<Answer> {
  const answer = await request
  return answer.error?.code === NOT_WRITABLE ? { ...answer, status: 400 } : answer
}
