import { z } from 'zod'
import { CLIENT_TYPES, CONTACT_STATUSES, LEAD_STATUSES, LIFECYCLE_STAGES } from '../vocabulary.ts'
import { text, uuid } from './arguments.ts'
import { define, patch } from './define.ts'

const tags = z.array(text(100).min(1)).max(50)

const statusesSchema = z.object({
  contact_status: z.enum(CONTACT_STATUSES).optional(),
  lead_status: z.enum(LEAD_STATUSES).optional(),
  lifecycle_stage: z.enum(LIFECYCLE_STAGES).optional(),
  client_type: z.enum(CLIENT_TYPES).optional(),
})

/** What a rep does with a lead as a whole. */
export const LEAD_STATE_MUTATIONS = {
  /** To a stage by hand, where no rule moves it until it is released. A lost lead needs a reason (`reason_required`). */
  'lead.move': define({
    v: 1,
    args: z.object({
      lead_id: uuid,
      stage_id: uuid,
      sub_stage: text(100).nullable(),
      reason: text(2_000).nullable(),
      base: z.object({ pipeline_stage_id: uuid.nullable(), sub_stage: z.string().nullable() }),
    }),
    edits: { table: 'leads', id: 'lead_id', columns: ['pipeline_stage_id', 'sub_stage'] },
    whenParked: 'drop',
    apply: (rows, { lead_id, stage_id, sub_stage }) =>
      patch(rows, 'leads', lead_id, { pipeline_stage_id: stage_id, sub_stage, stage_override: true }),
  }),

  /** The rules decide about the stage again; which it is then, the server says. */
  'lead.release_stage': define({
    v: 1,
    args: z.object({ lead_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { lead_id }) => patch(rows, 'leads', lead_id, { stage_override: false }),
  }),

  /** To a colleague, to oneself, or (null) into the pool. */
  'lead.assign': define({
    v: 1,
    args: z.object({ lead_id: uuid, owner_id: uuid.nullable(), base: z.object({ owner_id: uuid.nullable() }) }),
    edits: { table: 'leads', id: 'lead_id', columns: ['owner_id'] },
    whenParked: 'drop',
    apply: (rows, { lead_id, owner_id }) => patch(rows, 'leads', lead_id, { owner_id }),
  }),

  /** Adds and removes tags, whatever others add and remove meanwhile. A tag may start a campaign. */
  'lead.tag': define({
    v: 1,
    args: z.object({ lead_id: uuid, add: tags, remove: tags }),
    whenParked: 'drop',
    apply(rows, { lead_id, add, remove }) {
      const lead = rows.get('leads', lead_id)
      if (!lead) return
      const kept = z.array(z.string()).catch([]).parse(lead.tags)
      const tagged = [...new Set([...kept, ...add])].filter((tag) => !remove.includes(tag))
      rows.put('leads', { ...lead, tags: tagged })
    },
  }),

  'lead.archive': define({
    v: 1,
    args: z.object({ lead_id: uuid }),
    whenParked: 'drop',
    apply(rows, { lead_id }, { at }) {
      if (rows.get('leads', lead_id)?.archived_at === null) patch(rows, 'leads', lead_id, { archived_at: at })
    },
  }),

  'lead.restore': define({
    v: 1,
    args: z.object({ lead_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { lead_id }) => patch(rows, 'leads', lead_id, { archived_at: null }),
  }),

  /** The AI answers this customer, or people do (manual mode). */
  'lead.set_ai': define({
    v: 1,
    args: z.object({ lead_id: uuid, ai_enabled: z.boolean() }),
    whenParked: 'drop',
    apply: (rows, { lead_id, ai_enabled }) => patch(rows, 'leads', lead_id, { ai_enabled }),
  }),

  'lead.set_status': define({
    v: 1,
    args: z.object({ lead_id: uuid, set: statusesSchema, base: statusesSchema }),
    edits: { table: 'leads', id: 'lead_id' },
    whenParked: 'drop',
    apply: (rows, { lead_id, set }) => patch(rows, 'leads', lead_id, set),
  }),
} as const
