/**
 * The walls between tenants and roles, tried from outside: two organisations with every role and a row in every table;
 * each role selects, inserts, updates and deletes in every table and view and calls every function with own, foreign and
 * forged ids. What they get or change that the rules do not give them is a leak.
 */
import type { Sql } from 'postgres'
import type { Backend } from '#tests/support/office.ts'
import { functionsOf, relationsOf, schemasOf } from './catalogue.ts'
import type { DatabaseFunction, Relation } from './catalogue.ts'
import { Ledger, mayChange, mayChangeDirectly } from './ledger.ts'
import { Probe } from './probe.ts'
import type { Attempt } from './probe.ts'
import { tryPushes } from './push-attempts.ts'
import { detours, profileChanges, reads, writes } from './rest-attempts.ts'
import { tryFunction } from './rpc-attempts.ts'
import type { Actor, Sight } from './scope.ts'
import { trySql } from './sql-attempts.ts'
import { buildWorld, registerRows } from './world.ts'
import type { World } from './world.ts'

export interface WallsOptions {
  /**
   * Every role of both organisations goes over REST and takes every detour. Else a few do, and the others read and write
   * tables in SQL as PostgREST would run it, which is twenty times faster.
   */
  thorough?: boolean
  /** Limits the tables and views of schema public that are tried. */
  only?: readonly string[]
}

export interface WallsReport {
  attempts: number
  leaks: string[]
  roles: string[]
  tables: number
  functions: number
  /** Per actor how much of what is theirs they saw. */
  seen: Record<string, number>
}

/** Builds the two organisations on a backend without data and tries everything. */
export async function tryWalls(backend: Backend, { thorough = false, only }: WallsOptions = {}): Promise<WallsReport> {
  const { sql } = backend
  const world = await buildWorld(backend)
  await sql`select public.refresh_all_analytics()`
  const relations = (await relationsOf(sql, 'public')).filter(({ name }) => !only || only.includes(name))
  const functions = only ? [] : await functionsOf(sql, 'public')
  const elsewhere = only ? [] : await relationsElsewhere(sql)
  const probe = new Probe(world, await Ledger.open(sql))
  const caches = new Map<string, string>()

  const actors = [world.anonymous, ...weakestFirst(world)]
  for (const actor of actors) {
    await registerRows(sql, world)
    const sight = await sightOf(sql, actor)
    const ways = waysOf(actor, world, thorough)
    if (ways.rest) {
      await tryTables(probe, sight, relations, world, ways.detours)
      await trySchemas(probe, sight, elsewhere)
      await trySql(probe, sight, sql, elsewhere)
    } else {
      await trySql(probe, sight, sql, [...relations, ...elsewhere.filter(isReadable)])
    }
    if (ways.functions && functions.length > 0) {
      await tryFunctions(probe, await sightOf(sql, actor), functions, world, caches)
    }
  }
  return {
    attempts: probe.attempts,
    leaks: probe.leaks,
    roles: actors.map(({ name }) => name),
    tables: relations.length + elsewhere.length,
    functions: functions.length,
    seen: Object.fromEntries([...probe.seen].map(([name, found]) => [name, found.size])),
  }
}

interface Ways {
  /** Tables over REST; else in SQL. */
  rest: boolean
  /** Every detour over REST. */
  detours: boolean
  functions: boolean
}

/** What an actor tries. */
function waysOf(actor: Actor, { tenants: [first] }: World, thorough: boolean): Ways {
  const rest = thorough || actor.organization === null || /^Acme (owner|rep 1|viewer)$/.test(actor.name)
  return { rest, detours: thorough, functions: rest || actor.organization === first.id || actor.role === 'owner' }
}

/** So that what the strong may use up, an open invitation for instance, is still there for the weak to try. */
function weakestFirst({ tenants: [first, second] }: World): Actor[] {
  return first.actors.toReversed().flatMap((actor, place) => [actor, second.actors.toReversed()[place]!])
}

const isReadable = ({ columns }: Relation): boolean => columns.some(({ readable }) => readable)

async function relationsElsewhere(sql: Sql): Promise<Relation[]> {
  const schemas = (await schemasOf(sql)).filter((schema) => schema !== 'public')
  return (await Promise.all(schemas.map((schema) => relationsOf(sql, schema)))).flat()
}

async function tryTables(
  probe: Probe,
  sight: Sight,
  relations: Relation[],
  { tenants }: World,
  withDetours: boolean,
): Promise<void> {
  const { actor } = sight
  const [first, second] = tenants
  const victim = actor.organization === first.id ? second : first
  const own = tenants.find(({ id }) => id === actor.organization)
  await probe.tryAll(
    sight,
    relations.flatMap((relation) => reads(actor, relation)),
  )
  await probe.watch(
    sight,
    'a direct write',
    (group) => mayChangeDirectly(sight, group),
    async () => {
      const attempts: Attempt[] = []
      for (const relation of relations) {
        attempts.push(...writes(actor, relation, victim))
        if (withDetours) attempts.push(...detours(actor, relation, victim))
      }
      if (relations.some(({ name }) => name === 'profiles')) attempts.push(...profileChanges(actor, own, victim))
      await probe.tryAll(sight, attempts)
    },
  )
}

/** Schemas that the API does not expose are not there for REST. */
async function trySchemas(probe: Probe, sight: Sight, relations: Relation[]): Promise<void> {
  const bySchema = new Map(relations.map((relation) => [relation.schema, relation]))
  const answers = await probe.tryAll(
    sight,
    [...bySchema].map(([schema, { name }]) => ({
      what: `select from ${schema}.${name}`,
      run: () => sight.actor.client.schema(schema).from(name).select('*'),
    })),
  )
  for (const [place, schema] of [...bySchema.keys()].entries()) {
    if (answers[place]!.error === null) probe.report(sight, `schema ${schema}`, 'is open to REST')
  }
}

async function tryFunctions(
  probe: Probe,
  sight: Sight,
  functions: DatabaseFunction[],
  world: World,
  caches: Map<string, string>,
): Promise<void> {
  const foreign = [...caches].find(([organization]) => organization !== sight.actor.organization)?.[1]
  await probe.watch(
    sight,
    'a function',
    (group) => mayChange(sight, group),
    async () => {
      for (const target of functions) await tryFunction(probe, sight, target, world)
      const cache = await tryPushes(probe, sight, world, foreign ?? crypto.randomUUID())
      if (sight.actor.organization) caches.set(sight.actor.organization, cache)
    },
  )
}

/** What the rules let an actor see now, told from the tables and not by the policies' own functions. */
async function sightOf(sql: Sql, actor: Actor): Promise<Sight> {
  // An absorbed lead is seen by those who see the one it is a part of.
  const rows = await sql<{ id: string }[]>`
    with recursive part as (
      select l.id, l.id as whole, l.merged_into from public.leads l where l.organization_id = ${actor.organization}
      union all
      select p.id, l.id, l.merged_into from part p join public.leads l on l.id = p.merged_into
    )
    select part.id from part join public.leads l on l.id = part.whole
    where l.merged_into is null and (
      l.owner_id = ${actor.userId}
      or exists (select from public.conversations c where c.lead_id = l.id and c.assigned_to = ${actor.userId})
      or l.owner_id is null and not exists (
        select from public.conversations c where c.lead_id = l.id and c.assigned_to is not null)
      or exists (select from public.dataset_leads d join public.profiles p on d.dataset_id = any (p.allowed_dataset_ids)
        where d.lead_id = l.id and p.id = ${actor.userId}))`
  return { actor, leads: new Set(rows.map(({ id }) => id)) }
}
