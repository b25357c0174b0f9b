/**
 * Values that the catalogue does not tell: what a trigger or another row asks for. Everything else the generator makes
 * up. `undefined` leaves a column to its default.
 */
import { randomUUID } from 'node:crypto'
import type { Scope } from './scope.ts'

/** Where a row is being made. */
export interface Place {
  scope: Scope
  /** The row's own marker. */
  marker: string
  /** Counts up, for what must be unique. */
  number: number
  /** The colleague who owns the lead, or a manager. */
  person: string
  /** The manager. */
  manager: string
  channelId: string
  brandId: string
  /** An existing lead that the row's lead absorbed. */
  absorbedId: string
}

type Hint = (place: Place) => unknown

const omitted: Hint = () => undefined
const nothing: Hint = () => null

export const HINTS: Record<string, Record<string, Hint>> = {
  attachments: { path: ({ scope, marker }) => `${scope.organization}/${marker}`, sha256: nothing },
  audit_logs: { record_id: () => randomUUID() },
  campaign_enrollments: { next_due_at: nothing },
  campaign_steps: { campaign_settings_id: nothing, day_number: ({ number }) => number, step: nothing },
  channels: { brand_id: ({ brandId }) => brandId, platform: () => 'web' },
  contact_points: { channel_id: ({ channelId }) => channelId, platform: () => 'sms' },
  conversations: {
    channel_id: ({ channelId }) => channelId,
    platform: () => 'sms',
    assigned_to: nothing,
    joined_into: nothing,
  },
  consents: { platform: () => 'sms' },
  deals: { owner_id: ({ person }) => person },
  hot_events: { claimed_at: nothing },
  imports: { uploaded_by: nothing },
  integration_events: { type: () => 'message.received' },
  keyword_actions: { keyword: ({ marker }) => marker, action_type: () => 'opt_out' },
  lead_merges: { absorbed_id: ({ absorbedId }) => absorbedId },
  leads: {
    brand_id: ({ brandId }) => brandId,
    email: ({ marker }) => `${marker}@customers.test`,
    phone: ({ number }) => `+44791100${String(number).padStart(4, '0')}`,
    total_revenue: omitted,
    average_order_value: omitted,
    consents: omitted,
    merged_into: nothing,
    duplicate_of: nothing,
  },
  messages: { direction: () => 'inbound', sender_type: () => 'customer', platform: () => 'sms' },
  mentions: { activity_id: nothing, mentioned_by: nothing },
  orders: { total_minor: ({ number }) => 900_000 + number },
  pipeline_stages: { auto_rule: nothing },
  pipelines: { kind: () => 'lead' },
  prompts: { dataset_id: nothing, status: () => 'draft' },
  rate_counters: { started_at: () => new Date() },
  saved_views: { is_shared: () => false },
}

/** Columns that must look like an e-mail address. */
export const EMAIL_COLUMN = /(^|_)email$/
