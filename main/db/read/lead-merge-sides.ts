import type { LeadCounts, MergeSide } from '#shared/contract/lead-models.ts'
import { leadLabel } from '#shared/domain/conversation.ts'
import { MERGEABLE_FIELDS } from '#shared/domain/mutations/lead-merge.ts'
import type { ReadInput } from '../calls.ts'
import type { Connection } from '../connection.ts'
import { CacheRows } from '../write/cache-rows.ts'

const COUNTED = ['conversations', 'notes', 'deals', 'bookings', 'activities', 'orders'] as const

/** Both leads of a merge with their values and what hangs on them. */
export function mergeSides(db: Connection): (input: ReadInput<'lead.merge_sides'>) => [MergeSide, MergeSide] | null {
  const rows = new CacheRows(db)
  const counts = db.prepare<[{ id: string }], LeadCounts>(
    `select ${COUNTED.map((table) => `(select count(*) from ${table} where lead_id = :id) as ${table}`).join(', ')}`,
  )
  const side = (lead_id: string): MergeSide | null => {
    const row = rows.get('leads', lead_id)
    if (!row || row.merged_into !== null) return null
    const values = Object.fromEntries(MERGEABLE_FIELDS.map((field) => [field, row[field]]))
    return { lead_id, label: leadLabel(row), values, counts: counts.get({ id: lead_id })! }
  }
  return ({ lead_ids: [first, second] }) => {
    const one = side(first)
    const other = side(second)
    return one && other && first !== second ? [one, other] : null
  }
}
