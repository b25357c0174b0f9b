import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { MUTATIONS } from '#shared/domain/mutations.ts'
import type { Probe } from './probe.ts'
import { idCandidates } from './rpc-attempts.ts'
import type { Sight } from './scope.ts'
import type { World } from './world.ts'

/** The part of JSON Schema that describes the arguments of mutations. */
interface Schema {
  type?: string
  format?: string
  enum?: unknown[]
  pattern?: string
  properties?: Record<string, Schema>
  anyOf?: Schema[]
}

/** A place in the arguments where an id stands. */
type Path = readonly string[]

interface Sample {
  args: Record<string, unknown>
  ids: Path[]
}

/** Tables whose ids stand under a name that is not the table's. */
const TABLES: Record<string, string> = {
  acknowledgement_id: 'hot_acknowledgements',
  activity_id: 'activities',
  assigned_to: 'profiles',
  campaign_settings_id: 'campaign_settings',
  enrollment_id: 'campaign_enrollments',
  owner_id: 'profiles',
  preference_id: 'notification_preferences',
  seen_inbound_id: 'messages',
  source_message_id: 'messages',
  stage_id: 'pipeline_stages',
  target_id: 'pipeline_stages',
  template_id: 'message_templates',
  survivor_id: 'leads',
  absorbed_id: 'leads',
  merge_id: 'lead_merges',
  via_conversation_id: 'conversations',
}
/** Texts for those that must look in some way. */
const TEXTS = ['open', '1', 'EUR', '#112233', '09:00:00', '2026-01-01']
const BATCH = 32

/** Pushes every mutation with own, hidden, foreign and forged ids in each of its places, and under a foreign cache's id. */
export async function tryPushes(probe: Probe, sight: Sight, world: World, foreignCache: string): Promise<string> {
  const cache = randomUUID()
  const mutations = Object.entries(MUTATIONS).flatMap(([name, { args, v }]) =>
    shapesOf(z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' }) as Schema)
      .flatMap((schema) => variants(schema, sight, world))
      .map((args) => ({ name, v, args })),
  )
  const numbered = mutations.map((mutation, place) => ({
    ...mutation,
    seq: place + 1,
    id: randomUUID(),
    hash: `hash of ${place + 1}`,
  }))
  for (let start = 0; start < numbered.length; start += BATCH) {
    const batch = numbered.slice(start, start + BATCH)
    // Each mutation is an attempt of its own; they travel together.
    probe.attempts += batch.length - 1
    await probe.tryAll(sight, [push(sight, cache, batch)])
  }
  await probe.tryAll(sight, [push(sight, foreignCache, numbered.slice(0, 1))])
  return cache
}

const push = ({ actor }: Sight, cache: string, mutations: { name: string }[]) => ({
  what: `sync_push of ${[...new Set(mutations.map(({ name }) => name))].join(', ')}`,
  said: mutations,
  run: () => actor.client.rpc('sync_push', { p_client: cache, p_mutations: mutations }),
})

/** An edit is tried with all its columns, and with the first alone: where many conflict, one may pass. */
function shapesOf(schema: Schema): Schema[] {
  const [first] = Object.entries(schema.properties?.['set']?.properties ?? {})
  if (!first) return [schema]
  const set: Schema = { type: 'object', properties: Object.fromEntries([first]) }
  return [schema, { ...schema, properties: { ...schema.properties, set } }]
}

/** Arguments with each candidate in each place of an id, the other places holding own ids. */
function variants(schema: Schema, sight: Sight, world: World): Record<string, unknown>[] {
  const { args, ids } = sampleOf(schema)
  const choices = ids.map((path) => idCandidates([tableOf(path)], sight, world))
  const filled = (changed: number, value: unknown): Record<string, unknown> => {
    const copy = structuredClone(args)
    for (const [place, path] of ids.entries()) put(copy, path, place === changed ? value : choices[place]![0]!.value)
    return copy
  }
  // A mutation that makes a row names it first, and needs an id that is free: else it would stop at the first check.
  const free = choices.flatMap((candidates, place) =>
    place === 0
      ? []
      : candidates.map(({ value }) => {
          const copy = filled(place, value)
          put(copy, ids[0]!, randomUUID())
          return copy
        }),
  )
  return [...choices.flatMap((candidates, place) => candidates.map(({ value }) => filled(place, value))), ...free]
}

function tableOf(path: Path): string {
  const name = path.at(-1)!
  return TABLES[name] ?? `${name.replace(/_id$/, '')}s`
}

function put(target: Record<string, unknown>, path: Path, value: unknown): void {
  const [name, ...rest] = path
  if (rest.length === 0) target[name!] = value
  else put(target[name!] as Record<string, unknown>, rest, value)
}

/** Well-formed arguments, and where their ids go. */
function sampleOf(schema: Schema): Sample {
  const ids: Path[] = []
  const make = (part: Schema, path: Path): unknown => {
    if (part.anyOf) return make(part.anyOf[0]!, path)
    if (part.format === 'uuid') {
      ids.push(path)
      return randomUUID()
    }
    if (part.enum) return part.enum[0]
    if (part.type === 'object') {
      return Object.fromEntries(
        Object.entries(part.properties ?? {}).map(([name, inner]) => [name, make(inner, [...path, name])]),
      )
    }
    if (part.type === 'array') return []
    if (part.type === 'boolean') return true
    if (part.type === 'number' || part.type === 'integer') return 1
    return TEXTS.find((text) => new RegExp(part.pattern ?? '').test(text)) ?? TEXTS[0]
  }
  return { args: make(schema, []) as Record<string, unknown>, ids }
}
