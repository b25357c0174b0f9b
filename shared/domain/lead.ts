/** Rules of a lead that desktop and server share. */
import type { Row } from '../replication/tables.ts'

/**
 * The full name from its parts, null when both are missing or blank. The database's `leads` trigger gives the same.
 */
export function fullName(first: string | null, last: string | null): string | null {
  const name = [first, last]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ')
  return name || null
}

/**
 * A lead of which nothing is known yet, as the database makes it.
 * @param at milliseconds since 1970
 */
export function newLead(id: string, brandId: string, at: number): Row<'leads'> {
  return {
    id,
    brand_id: brandId,
    owner_id: null,
    assignee_ids: [],
    first_name: null,
    last_name: null,
    full_name: null,
    company_name: null,
    email: null,
    phone: null,
    phone_normalized: null,
    secondary_phone: null,
    address: null,
    postcode: null,
    avatar_url: null,
    first_touchpoint: null,
    last_touchpoint: null,
    last_contact_at: null,
    last_interaction_at: null,
    source: null,
    pipeline_stage_id: null,
    sub_stage: null,
    stage_override: false,
    contact_status: 'ready',
    lead_status: 'new',
    lifecycle_stage: 'lead',
    client_type: 'lead',
    temperature: null,
    sentiment: null,
    lead_score: 0,
    score_breakdown: {},
    is_active_chat: false,
    conversation_summary: null,
    message_count: 0,
    ai_enabled: true,
    tags: [],
    custom_fields: {},
    next_follow_up_at: null,
    converted_at: null,
    archived_at: null,
    merged_into: null,
    duplicate_of: null,
    created_at: at,
    updated_at: at,
  }
}
