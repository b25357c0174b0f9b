import { z } from 'zod'
import { fullName } from '../lead.ts'
import { text, uuid } from './arguments.ts'
import { define, patch } from './define.ts'

export const leadFieldsSchema = z.object({
  first_name: text(200).nullable().optional(),
  last_name: text(200).nullable().optional(),
  company_name: text(300).nullable().optional(),
  email: text(320).nullable().optional(),
  phone: text(60).nullable().optional(),
  postcode: text(20).nullable().optional(),
})

/** What a rep does with a lead. */
export const LEAD_MUTATIONS = {
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
    v: 1,
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
