/** Commands and live queries about one lead: the panel, its timeline, duplicates, merging. */
import { z } from 'zod'
import { MERGEABLE_FIELDS } from '../../domain/mutations/lead-merge.ts'
import { leadFieldsSchema } from '../../domain/mutations/lead.ts'
import { LEAD_EVENT_KINDS } from '../lead-models.ts'
import type { LeadChoices, LeadMatch, LeadTimeline, LeadView, MergeSide } from '../lead-models.ts'

const uuid = z.uuid()
const tags = z.array(z.string().min(1).max(100)).max(50)

export const LEAD_COMMANDS = {
  /** The rep's own unless `owner_id` says otherwise (null: the pool). `keep_both`: although the number is taken. */
  'lead.create': z.object({
    brand_id: uuid,
    fields: leadFieldsSchema,
    owner_id: uuid.nullable().optional(),
    keep_both: z.boolean().optional(),
  }),
  'lead.edit': z.object({ lead_id: uuid, set: leadFieldsSchema }),
  /** `reason` is needed for a stage that loses the lead. */
  'lead.move': z.object({ lead_id: uuid, stage_id: uuid, reason: z.string().max(2_000).nullable() }),
  'lead.release_stage': z.object({ lead_id: uuid }),
  'lead.assign': z.object({ lead_id: uuid, owner_id: uuid.nullable() }),
  'lead.tag': z.object({ lead_id: uuid, add: tags, remove: tags }),
  'lead.merge': z.object({ survivor_id: uuid, absorbed_id: uuid, fields: z.array(z.enum(MERGEABLE_FIELDS)) }),
  'lead.unmerge': z.object({ merge_id: uuid }),
  'enrollment.create': z.object({ lead_id: uuid, campaign_id: uuid }),
  'enrollment.pause': z.object({ enrollment_id: uuid }),
  'enrollment.resume': z.object({ enrollment_id: uuid }),
  'enrollment.cancel': z.object({ enrollment_id: uuid }),
} as const

export interface LeadCommandOutputs {
  'lead.create': { lead_id: string }
  'lead.merge': { merge_id: string }
}

export const LEAD_QUERIES = {
  /** Null when the lead is not in the cache. */
  'lead.view': z.object({ lead_id: uuid }),
  /** What a lead's fields may be set to. */
  'lead.choices': z.object({}).strict(),
  /** The newest of what happened with a lead, of the kinds asked for. */
  'lead.timeline': z.object({
    lead_id: uuid,
    kinds: z.array(z.enum(LEAD_EVENT_KINDS)).min(1),
    limit: z.int().min(1).max(1000),
  }),
  /** Leads of the same brand that may be this customer: the same number or address, or a like name and postcode. */
  'lead.duplicates': z.object({ lead_id: uuid }),
  /** Leads that have one of these already, for a lead that is being made. */
  'lead.matches': z.object({ phone: z.string().max(60).nullable(), email: z.string().max(320).nullable() }),
  /** Both sides of a merge, in the order asked for; null where one is not in the cache or was merged. */
  'lead.merge_sides': z.object({ lead_ids: z.tuple([uuid, uuid]) }),
} as const

export interface LeadQueryOutputs {
  'lead.view': LeadView | null
  'lead.choices': LeadChoices
  'lead.timeline': LeadTimeline
  'lead.duplicates': LeadMatch[]
  'lead.matches': LeadMatch[]
  'lead.merge_sides': [MergeSide, MergeSide] | null
}
