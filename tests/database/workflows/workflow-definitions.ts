import * as fc from 'fast-check'
import type { WorkflowNode } from './workflow-desk.ts'

export interface Edge {
  source: string
  target: string
  when?: string
}

/** What a workflow does, without its trigger. */
export interface Plan {
  nodes: WorkflowNode[]
  edges: Edge[]
  settings: { errorHandling: 'continue' | 'stop' }
}

export interface Trigger {
  trigger_type: string
  trigger_config: Record<string, unknown>
}

/** What a history's enrolments are for; the test puts its own campaign's id in. */
export const CAMPAIGN = 'campaign'

const condition = fc.constantFrom(
  { field: 'tags', is: 'contains', value: 'a' },
  { field: 'custom_fields.mark', is: 'equal', value: 'seen' },
  { field: 'custom_fields.score', is: 'above', value: '5' },
  { field: 'nonsense', is: 'set' },
)
const wait = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ hours: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ days: fc.integer({ min: 1, max: 3 }) }),
)
const send = fc.constantFrom(
  { text: 'Hi {{first_name}}' },
  { text: 'Still there?', unless_replied: true },
  { text: 'Hi {{nobody_knows}}' },
)
const update = fc.constantFrom(
  { set: { custom_fields: { mark: 'seen' } } },
  { set: { custom_fields: { score: '9' } } },
  { set: { custom_fields: { score: 'many' } } },
  { set: { organization_id: 'x' } },
)
const tag = fc.constantFrom({ add: ['a'] }, { add: ['b'] }, { remove: ['a'] }, { add: ['a'], remove: ['b'] })

const step: fc.Arbitrary<Omit<WorkflowNode, 'id'>> = fc.oneof(
  ...(
    [
      ['condition', condition],
      ['wait', wait],
      ['wait', wait],
      ['send', send],
      ['send', send],
      ['update', update],
      ['task', fc.constant({ subject: 'Call {{first_name}}', in_hours: 2 })],
      ['tag', tag],
      ['enrol', fc.constant({ campaign_id: CAMPAIGN })],
      ['webhook', fc.constant({ payload: { hello: 'world' } })],
    ] as const
  ).map(([type, config]) => fc.record({ type: fc.constant(type), config })),
)

/** A tree of nodes: each hangs on an exit of an earlier one, a condition has two. */
export const plans: fc.Arbitrary<Plan> = fc
  .record({
    steps: fc.array(fc.record({ step, place: fc.nat(20) }), { minLength: 1, maxLength: 7 }),
    errorHandling: fc.constantFrom('continue', 'continue', 'stop'),
  })
  .map(({ steps, errorHandling }) => {
    const edges: Edge[] = []
    const exits: Omit<Edge, 'target'>[] = []
    const nodes = steps.map(({ step: { type, config }, place }, index) => {
      const id = `n${index}`
      if (index > 0) edges.push({ ...exits.splice(place % exits.length, 1)[0]!, target: id })
      if (type === 'condition') exits.push({ source: id, when: 'yes' }, { source: id, when: 'no' })
      else exits.push({ source: id })
      return { id, type, config: config ?? {} }
    })
    return { nodes, edges, settings: { errorHandling } }
  })

export const triggers: fc.Arbitrary<Trigger> = fc.constantFrom(
  { trigger_type: 'lead.created', trigger_config: {} },
  { trigger_type: 'tag.added', trigger_config: { tag: 'a' } },
  { trigger_type: 'tag.added', trigger_config: { tag: 'b' } },
  { trigger_type: 'message.received', trigger_config: {} },
  { trigger_type: 'message.received', trigger_config: { contains: 'PRICE' } },
  { trigger_type: 'form.submitted', trigger_config: {} },
  { trigger_type: 'stage.changed', trigger_config: {} },
  { trigger_type: 'schedule', trigger_config: { at: '09:30', tag: 'a' } },
  { trigger_type: 'schedule', trigger_config: { at: '23:45', tag: 'a', days: ['saturday', 'sunday'] } },
  { trigger_type: 'schedule', trigger_config: { at: '01:30', tag: 'a' } },
)
