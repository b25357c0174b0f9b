import { randomUUID } from 'node:crypto'
import type { DatabaseFunction } from './catalogue.ts'
import type { Answer, Attempt, Probe } from './probe.ts'
import { maySee } from './scope.ts'
import type { Sight } from './scope.ts'
import type { Tenant, World } from './world.ts'

/** An argument to try, and whether it points at something that the caller may not see. */
interface Candidate {
  value: unknown
  /** `forbidden`: exists, but not for the caller; `nowhere`: exists nowhere. What comes back must be the same. */
  points: 'allowed' | 'forbidden' | 'nowhere'
}

type Argument = DatabaseFunction['arguments'][number]

const plain = (values: unknown[]): Candidate[] => values.map((value) => ({ value, points: 'allowed' as const }))

/** Texts, numbers and the like by an argument's name, the first of them a likely one. */
const BY_NAME: Record<string, unknown[]> = {
  // Where a page goes on: a place in the order of ids, which says nothing of what exists.
  after: ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'no id', null],
  by: ['answered_by', 'day', 'person', 'channel', 'sender'],
  channel_platform: ['web', 'no such platform', null],
  figure: ['total_messages', 'total_contacts', 'no_such_figure'],
  figures: ['channel_performance', 'dashboard_metrics', 'deal_metrics'],
  in_currency: ['EUR', 'no currency'],
  name: [
    'deal_metrics',
    'client_metrics',
    'revenue_metrics',
    'chatbot_effectiveness',
    'channel_performance',
    'leads',
    '',
  ],
  page_size: [1000, 0, null],
  p_cursor: [
    { snapshot: null, generation: null, scope_version: null, position: null },
    { snapshot: '1:1:', generation: null, scope_version: 1, position: null },
    { snapshot: null, position: '{"k": "scan", "t": 8, "i": null}' },
    { snapshot: 'no snapshot' },
    [],
    null,
  ],
  p_budget: [{ rows: 5_000 }, { rows: -1 }, { rows: 'many' }, null],
  p_email: ['somebody@walls.test', 'nobody', ''],
  p_form: [{ name: 'Walls' }, { name: '' }, []],
  p_mutations: [[], null, {}, [{}]],
  p_order: [{ order_number: 'W1' }, {}, 7],
  p_position: [null, '{"k": "scan", "t": 8, "i": null}', 'no position'],
  p_prompt: [{ name: 'Walls', sections: { tone: { content: 'Kind' } } }, { name: '' }, [], null],
  p_role: ['sales_rep', 'owner', 'no such role'],
  since: ['2026-01-01', '2026-12-31', '0001-01-01', 'infinity', null],
  until: ['2026-12-31', '2026-01-01', 'infinity', null],
}

const BY_TYPE: Record<string, unknown[]> = {
  text: ['some text', "' or true --", '%', '', null],
  integer: [14, 0, -1, 2_147_483_647, null],
  date: ['2026-01-01', '0001-01-01', 'infinity', null],
  'timestamp with time zone': ['2026-11-21T00:00:00Z', '-infinity', null],
  boolean: [true, false, null],
  jsonb: [{}, [], 'text', 7, null],
}

/** Calls a function with every candidate for each of its arguments, the others being likely ones. */
export async function tryFunction(probe: Probe, sight: Sight, target: DatabaseFunction, world: World): Promise<void> {
  const choices = target.arguments.map((argument) => candidatesFor(argument, target, sight, world))
  const likely = target.arguments.map(({ name }, place) => [name, choices[place]![0]!.value] as const)
  await probe.tryAll(sight, [call(sight, target, Object.fromEntries(likely))])
  for (const [place, { name }] of target.arguments.entries()) {
    const calls = choices[place]!.map(({ value }) =>
      call(sight, target, { ...Object.fromEntries(likely), [name]: value }),
    )
    const answers = await probe.tryAll(sight, calls)
    compareAbsent(probe, sight, `${target.name}(${name})`, choices[place]!, answers)
  }
}

/** What exists for others must look as what does not exist at all. */
function compareAbsent(probe: Probe, sight: Sight, what: string, candidates: Candidate[], answers: Answer[]): void {
  const nowhere = candidates.findIndex(({ points }) => points === 'nowhere')
  if (nowhere < 0) return
  const expected = shapeOf(answers[nowhere]!)
  for (const [place, { points, value }] of candidates.entries()) {
    const found = shapeOf(answers[place]!)
    if (points === 'forbidden' && found !== expected) {
      probe.report(sight, what, `tells that ${JSON.stringify(value)} exists: ${found} instead of ${expected}`)
    }
  }
}

const VARYING = /[0-9a-f]{8}-[0-9a-f-]{27}|\d+:\d+:[\d,]*/g

/** An answer without what differs from call to call: ids and snapshots. */
const shapeOf = ({ status, data, error }: Answer): string =>
  `${status} ${JSON.stringify(error ? { code: error.code, message: error.message } : data)}`.replace(VARYING, '*')

function call({ actor }: Sight, target: DatabaseFunction, values: Record<string, unknown>): Attempt {
  return {
    what: `${target.name}(${JSON.stringify(values)})`,
    said: values,
    run: () => actor.client.rpc(target.name, values),
  }
}

function candidatesFor(argument: Argument, target: DatabaseFunction, sight: Sight, world: World): Candidate[] {
  if (argument.name === 'p_client') return plain([randomUUID(), null])
  const named = BY_NAME[argument.name]
  if (named) return plain(named)
  if (argument.type === 'uuid') return idCandidates(tablesFor(argument.name, target), sight, world)
  if (argument.type === 'uuid[]') {
    return idCandidates(tablesFor(argument.name, target), sight, world).map(({ value, points }) => ({
      value: value === null ? null : [value],
      points,
    }))
  }
  return plain(BY_TYPE[argument.type] ?? [null])
}

/** What arguments call a table by another name. */
const ALIASES: Record<string, string> = { client: 'leads', org: 'organizations' }

/** Tables whose ids an argument may mean: those of its name, then those that the function reads and the commonest. */
function tablesFor(argument: string, { tables }: DatabaseFunction): string[] {
  const stem = argument.replace(/^p_/, '').replace(/_?(uu)?ids?$/, '')
  const name = ALIASES[stem] ?? `${stem}s`
  const meant = [name, ...tables].filter((table) => table === name || table.endsWith(`_${name}`))
  return [...new Set([...meant, ...(meant.length > 1 ? [] : tables.slice(0, 2)), 'leads', 'organizations'])]
}

/** Own, hidden and foreign ids of tables, one that exists nowhere, and none; the first an own one. */
export function idCandidates(tables: string[], sight: Sight, world: World): Candidate[] {
  const own = world.tenants.find(({ id }) => id === sight.actor.organization)
  const foreign = world.tenants.find(({ id }) => id !== sight.actor.organization)!
  const ids = (tenant: Tenant | undefined): Candidate[] =>
    tables.flatMap((table) =>
      [tenant?.rows.get(table), tenant?.hidden.get(table)].flatMap((row) => {
        const id = typeof row?.['id'] === 'string' ? row['id'] : undefined
        const scope = id === undefined ? undefined : world.markers.scopeOf(id)
        if (!scope) return []
        return [{ value: id, points: maySee(sight, scope) ? ('allowed' as const) : ('forbidden' as const) }]
      }),
    )
  return [...ids(own), ...ids(foreign), { value: randomUUID(), points: 'nowhere' }, ...plain([null])]
}
