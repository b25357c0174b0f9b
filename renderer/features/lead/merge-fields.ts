import { MERGEABLE_FIELDS } from '#shared/domain/mutations/lead-merge.ts'
import { fieldName } from '#shared/domain/mutation-words.ts'
import type { LeadCounts, MergeSide } from '#shared/contract/lead-models.ts'

export type MergeField = (typeof MERGEABLE_FIELDS)[number]

/** A field of which both leads have another value, so that somebody has to choose. */
export interface FieldPick {
  field: MergeField
  label: string
  /** The survivor's and the absorbed lead's value. */
  values: readonly [survivor: unknown, absorbed: unknown]
}

const isBlank = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** The fields to choose; where the survivor has nothing, the absorbed lead's value fills the gap by itself. */
export function fieldsToPick(survivor: MergeSide, absorbed: MergeSide): FieldPick[] {
  return MERGEABLE_FIELDS.map((field) => ({
    field,
    label: fieldName(field),
    values: [survivor.values[field], absorbed.values[field]] as const,
  })).filter(
    ({ values: [kept, other] }) => !isBlank(kept) && !isBlank(other) && JSON.stringify(kept) !== JSON.stringify(other),
  )
}

const NAMES: Record<keyof LeadCounts, readonly [one: string, many: string]> = {
  conversations: ['conversation', 'conversations'],
  notes: ['note', 'notes'],
  deals: ['deal', 'deals'],
  bookings: ['booking', 'bookings'],
  activities: ['activity', 'activities'],
  orders: ['order', 'orders'],
}

/** What moves to the survivor: `2 conversations, 1 note`; null when nothing does. */
export function movesInWords(counts: LeadCounts): string | null {
  const parts = (Object.keys(NAMES) as (keyof LeadCounts)[])
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${NAMES[kind][counts[kind] === 1 ? 0 : 1]}`)
  return parts.join(', ') || null
}
