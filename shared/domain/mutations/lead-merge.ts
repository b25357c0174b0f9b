import { z } from 'zod'
import { fullName } from '../lead.ts'
import { uuid } from './arguments.ts'
import { define, patch } from './define.ts'

/** What a rep may choose from the absorbed lead; what they do not choose fills gaps of the survivor. */
export const MERGEABLE_FIELDS = [
  'owner_id',
  'first_name',
  'last_name',
  'company_name',
  'email',
  'phone',
  'secondary_phone',
  'address',
  'postcode',
  'source',
  'temperature',
  'contact_status',
  'lead_status',
  'lifecycle_stage',
  'client_type',
  'custom_fields',
  'next_follow_up_at',
] as const

/** Two leads that are one customer. */
export const LEAD_MERGE_MUTATIONS = {
  /**
   * Makes one lead a part of another: everything that hangs on it moves, `fields` come from it. Until the server has
   * done so the cache shows the absorbed lead as merged, its rows where they were.
   */
  'lead.merge': define({
    v: 1,
    args: z.object({
      merge_id: uuid,
      survivor_id: uuid,
      absorbed_id: uuid,
      fields: z.array(z.enum(MERGEABLE_FIELDS)),
    }),
    whenParked: 'drop',
    apply(rows, { merge_id, survivor_id, absorbed_id, fields }, { userId, at }) {
      const survivor = rows.get('leads', survivor_id)
      const absorbed = rows.get('leads', absorbed_id)
      if (!survivor || !absorbed || survivor_id === absorbed_id) return
      if (survivor.merged_into || absorbed.merged_into) return
      const chosen = Object.fromEntries(fields.map((field) => [field, absorbed[field]]))
      const merged = { ...survivor, ...chosen }
      rows.put('leads', { ...merged, full_name: fullName(merged.first_name, merged.last_name) })
      rows.put('leads', { ...absorbed, merged_into: survivor_id })
      rows.put('lead_merges', {
        id: merge_id,
        lead_id: survivor_id,
        absorbed_id,
        merged_by: userId,
        undone_at: null,
        undone_by: null,
        created_at: at,
        updated_at: at,
      })
    },
  }),

  /** Makes them two again, as they were; what was made since stays with the survivor. The latest merge comes first. */
  'lead.unmerge': define({
    v: 1,
    args: z.object({ merge_id: uuid }),
    whenParked: 'drop',
    apply(rows, { merge_id }, { userId, at }) {
      const merge = rows.get('lead_merges', merge_id)
      if (!merge || merge.undone_at !== null) return
      rows.put('lead_merges', { ...merge, undone_at: at, undone_by: userId })
      patch(rows, 'leads', merge.absorbed_id, { merged_into: null })
    },
  }),
} as const
