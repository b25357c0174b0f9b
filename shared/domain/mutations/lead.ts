import { z } from 'zod'
import { fullName, newLead } from '../lead.ts'
import { TEMPERATURES } from '../vocabulary.ts'
import { text, time, uuid } from './arguments.ts'
import { define, patch } from './define.ts'

/** Fields of an organisation's own making, by their names. */
const customFieldsSchema = z
  .record(text(100), z.json())
  .refine((fields) => Object.keys(fields).length <= 100, 'A lead has at most 100 fields of its own')
  .refine((fields) => JSON.stringify(fields).length <= 18_000, 'These fields hold too much')

export const leadFieldsSchema = z.object({
  first_name: text(200).nullable().optional(),
  last_name: text(200).nullable().optional(),
  company_name: text(300).nullable().optional(),
  email: text(320).nullable().optional(),
  phone: text(60).nullable().optional(),
  secondary_phone: text(60).nullable().optional(),
  address: text(1_000).nullable().optional(),
  postcode: text(20).nullable().optional(),
  source: text(200).nullable().optional(),
  temperature: z.enum(TEMPERATURES).nullable().optional(),
  custom_fields: customFieldsSchema.optional(),
  next_follow_up_at: time.nullable().optional(),
})

/** What a rep does with a lead. */
export const LEAD_MUTATIONS = {
  /**
   * A new lead, the rep's own unless `owner_id` says otherwise (null: the pool). Refused as `duplicate_of` when a lead
   * that the rep sees has the phone number; with `keep_both` it is made all the same and says which in `duplicate_of`.
   */
  'lead.create': define({
    v: 1,
    args: z.object({
      lead_id: uuid,
      brand_id: uuid,
      fields: leadFieldsSchema,
      owner_id: uuid.nullable().optional(),
      keep_both: z.boolean().optional(),
    }),
    whenParked: 'keep',
    apply(rows, { lead_id, brand_id, fields, owner_id }, { userId, at }) {
      if (rows.get('leads', lead_id)) return
      const lead = {
        ...newLead(lead_id, brand_id, at),
        ...fields,
        owner_id: owner_id === undefined ? userId : owner_id,
      }
      rows.put('leads', { ...lead, full_name: fullName(lead.first_name, lead.last_name) })
    },
  }),

  /** Takes a lead from the pool. The first claim to reach the server wins; the other is told who and when. */
  'lead.claim': define({
    v: 1,
    args: z.object({ lead_id: uuid }),
    whenParked: 'drop',
    apply(rows, { lead_id }, { userId }) {
      if (rows.get('leads', lead_id)?.owner_id === null) patch(rows, 'leads', lead_id, { owner_id: userId })
    },
  }),

  /** Changes a lead's fields; `base` holds the values the rep saw, per field in `set`. */
  'lead.edit': define({
    v: 2,
    args: z.object({ lead_id: uuid, set: leadFieldsSchema, base: leadFieldsSchema }),
    edits: { table: 'leads', id: 'lead_id' },
    whenParked: 'drop',
    apply(rows, { lead_id, set }) {
      const lead = rows.get('leads', lead_id)
      if (!lead) return
      const edited = { ...lead, ...set }
      rows.put('leads', { ...edited, full_name: fullName(edited.first_name, edited.last_name) })
    },
  }),
} as const
