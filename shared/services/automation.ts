import { z } from 'zod'
import { jsonArray, jsonObject, name, text, uuid } from '../domain/mutations/arguments.ts'
import { DATASET_STATUSES } from '../domain/vocabulary.ts'
import { document, done, rpc } from './service.ts'

const formField = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/),
  label: name(300),
  type: z.enum(['text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'number']),
  required: z.boolean().optional(),
  /** Of a `select`. */
  options: z.array(name(300)).max(200).optional(),
})

/** Campaigns of lists, workflows, forms and the events that go to the organisation's automation. */
export const AUTOMATION_SERVICES = {
  /** Starts, pauses or ends the campaign of a list; `settings`: the campaign settings that it runs by. */
  'list.run_campaign': rpc('run_dataset_campaign', {
    permission: 'manager',
    input: {
      dataset: uuid,
      status: z.enum(DATASET_STATUSES).extract(['active', 'paused', 'completed']),
      settings: uuid.nullable(),
    },
    output: done,
  }),
  /** Nodes, edges and triggers are described in supabase/README.md, "Workflows". */
  'workflow.save': document('save_workflow', 'p_workflow', {
    permission: 'automator',
    input: {
      id: uuid.optional(),
      name: name(300).optional(),
      description: text(10_000).nullable().optional(),
      trigger_type: z
        .enum(['lead.created', 'tag.added', 'message.received', 'form.submitted', 'stage.changed', 'schedule'])
        .optional(),
      trigger_config: jsonObject.optional(),
      nodes: jsonArray.optional(),
      edges: jsonArray.optional(),
      settings: jsonObject.optional(),
      status: z.enum(['draft', 'active', 'inactive']).optional(),
    },
    output: z.uuid(),
  }),
  'workflow.replay': rpc('replay_workflow_run', { permission: 'automator', input: { run: uuid }, output: z.uuid() }),
  'form.save': document('save_form', 'p_form', {
    permission: 'manager',
    input: {
      id: uuid.optional(),
      name: name(300).optional(),
      description: text(10_000).nullable().optional(),
      brand_id: uuid.nullable().optional(),
      type: z.enum(['embed', 'popup', 'standalone', 'facebook']).optional(),
      fields: z.array(formField).max(50).optional(),
      settings: jsonObject.optional(),
      styles: jsonObject.optional(),
      is_active: z.boolean().optional(),
    },
    output: z.uuid(),
  }),
  'event.list': rpc('list_integration_events', {
    permission: 'automator',
    input: { status: z.enum(['pending', 'delivered', 'failed', 'cancelled']), limit: z.int().min(1).max(200) },
    output: z.array(
      z.object({
        id: z.uuid(),
        type: z.string(),
        status: z.string(),
        attempts: z.int(),
        last_error: z.string().nullable(),
        created_at: z.string(),
        delivered_at: z.string().nullable(),
        lead_id: z.uuid().nullable(),
        conversation_id: z.uuid().nullable(),
      }),
    ),
  }),
  'event.replay': rpc('replay_integration_event', { permission: 'automator', input: { event: uuid }, output: done }),
} as const
