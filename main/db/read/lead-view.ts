import { z } from 'zod'
import type { LeadIdentity, LeadView } from '#shared/contract/lead-models.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { leadLists } from './lead-lists.ts'
import { leadMarks } from './lead-marks.ts'

type Plain = Pick<
  LeadIdentity,
  | 'id'
  | 'label'
  | 'first_name'
  | 'last_name'
  | 'full_name'
  | 'company_name'
  | 'email'
  | 'phone'
  | 'secondary_phone'
  | 'address'
  | 'postcode'
  | 'source'
  | 'brand_id'
  | 'owner_id'
  | 'temperature'
  | 'sub_stage'
  | 'next_follow_up_at'
  | 'archived_at'
  | 'created_at'
  | 'updated_at'
>
interface Stored extends Plain {
  score: number
  score_breakdown: string
  stage_id: string | null
  stage_name: string | null
  stage_color: string | null
  stage_kind: 'open' | 'won' | 'lost' | null
  stage_override: number
  tags: string
  custom_fields: string
  summary: string | null
  ai_enabled: number
  merged_into: string | null
}

const LEAD = `select lead.id, lead.label, lead.first_name, lead.last_name, lead.full_name, lead.company_name, lead.email,
    lead.phone, lead.secondary_phone, lead.address, lead.postcode, lead.source, lead.brand_id, lead.owner_id,
    lead.temperature, lead.sub_stage, lead.next_follow_up_at, lead.archived_at, lead.created_at, lead.updated_at,
    lead.lead_score as score, lead.score_breakdown, lead.stage_override, lead.tags, lead.custom_fields,
    lead.conversation_summary as summary, lead.ai_enabled, lead.merged_into,
    stage.id as stage_id, stage.name as stage_name, stage.color as stage_color, stage.kind as stage_kind
  from leads as lead left join pipeline_stages as stage on stage.id = lead.pipeline_stage_id
  where lead.id = ?`

const LAST_INBOUND = `select max(m.created_at) from conversations as c join messages as m on m.id = c.last_inbound_id
  where c.lead_id = ?`

const SUMMARY_AT = `select max(updated_at) from touchpoint_sessions
  where lead_id = ? and conversation_summary is not null`

const SURVIVOR = `select id as lead_id, label,
    (select c.id from conversations as c where c.lead_id = leads.id order by c.at desc limit 1) as conversation_id,
    (select m.id from lead_merges as m where m.lead_id = leads.id and m.absorbed_id = :absorbed and m.undone_at is null
     order by m.created_at desc limit 1) as merge_id
  from leads where id = :survivor`

/** Everything the panel shows of one lead: one indexed statement per kind of row, all of one moment. */
export function leadView(db: Connection): (input: ReadInput<'lead.view'>) => LeadView | null {
  const lead = db.prepare<[string], Stored>(LEAD)
  const lastInbound = db.prepare<[string], number | null>(LAST_INBOUND).pluck()
  const summaryAt = db.prepare<[string], number | null>(SUMMARY_AT).pluck()
  const survivor = db.prepare<[{ absorbed: string; survivor: string }], NonNullable<LeadView['merged_into']>>(SURVIVOR)
  const lists = leadLists(db)
  const marks = leadMarks(db)
  return ({ lead_id }) => {
    const stored = lead.get(lead_id)
    if (!stored) return null
    const { merged_into } = stored
    return {
      lead: identityOf(stored),
      marks: marks(lead_id),
      last_inbound_at: lastInbound.get(lead_id) ?? null,
      summary_at: summaryAt.get(lead_id) ?? null,
      ...lists(lead_id),
      merged_into:
        merged_into === null
          ? null
          : (survivor.get({ absorbed: lead_id, survivor: merged_into }) ?? {
              lead_id: merged_into,
              label: null,
              conversation_id: null,
              merge_id: null,
            }),
    }
  }
}

const partSchema = z.object({
  part: z.string().catch(''),
  points: z.number().catch(0),
  max: z.number().nullable().catch(null),
  reason: z.string(),
})
/** As `app.score_breakdown` writes it; what is not understood is left out. */
const breakdownSchema = z.array(partSchema.nullable().catch(null)).catch([])
const tagsSchema = z.array(z.string()).catch([])
const fieldsSchema = z.record(z.string(), z.unknown()).catch({})

function identityOf(stored: Stored): LeadIdentity {
  const { score_breakdown, stage_id, stage_name, stage_color, stage_kind, merged_into: _merged, ...plain } = stored
  const hasStage = stage_id !== null && stage_name !== null && stage_color !== null && stage_kind !== null
  return {
    ...plain,
    score_parts: breakdownSchema.parse(JSON.parse(score_breakdown)).filter((part) => part !== null),
    stage: hasStage ? { id: stage_id, name: stage_name, color: stage_color, kind: stage_kind } : null,
    stage_override: stored.stage_override === 1,
    tags: tagsSchema.parse(JSON.parse(stored.tags)),
    custom_fields: fieldsSchema.parse(JSON.parse(stored.custom_fields)),
    ai_enabled: stored.ai_enabled === 1,
  }
}
