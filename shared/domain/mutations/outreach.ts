import { z } from 'zod'
import {
  ASSIGNMENT_RULES,
  CONSENT_STATUSES,
  DELAY_TYPES,
  DUPLICATE_ACTIONS,
  IMPORT_FIELDS,
  PLATFORMS,
  SEQUENCE_STEPS,
  WEEKDAYS,
} from '../vocabulary.ts'
import { name, text, time, uuid, whole } from './arguments.ts'
import { define } from './define.ts'
import { creation, deletion, edition, transition } from './rows.ts'

const campaignFields = {
  tag: name(100),
  name: name(255),
  description: text(10_000).nullable(),
  is_active: z.boolean(),
}
const { tag: campaignTag, name: campaignName, ...moreOfCampaign } = campaignFields
const stepFields = {
  sequence_order: whole(1),
  day_number: whole(1).nullable(),
  delay_hours: whole(0).nullable(),
  subject: text(300).nullable(),
  message_template: text(10_000).min(1, 'A step needs text'),
}
const { sequence_order, message_template, ...moreOfStep } = stepFields
/** A time of day, HH:MM:SS, as the server tells it. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, 'A time of day looks like 09:00:00')
const seconds = z.int().min(0).max(86_400)

/** Consents, campaigns with their steps and settings, and who is in them. */
export const OUTREACH_MUTATIONS = {
  /**
   * What a customer decided, as the rep heard it. `consent_id`: the record there is of this lead and platform, else a new
   * id; `seen_status`: what that record said, null for none. A decision that the rep did not know of is not overruled,
   * except by a later no.
   */
  'consent.record': define({
    v: 1,
    args: z.object({
      consent_id: uuid,
      lead_id: uuid,
      platform: z.enum(PLATFORMS),
      status: z.enum(CONSENT_STATUSES),
      source: z.enum(['form', 'message', 'call', 'rep']),
      evidence: text(10_000).nullable(),
      message_id: uuid.nullable(),
      decided_at: time,
      seen_status: z.enum(CONSENT_STATUSES).nullable(),
    }),
    whenParked: 'drop',
    apply(rows, { consent_id, seen_status: _seen, ...given }, { userId, at }) {
      if (!rows.get('leads', given.lead_id)) return
      const created_at = rows.get('consents', consent_id)?.created_at ?? at
      rows.put('consents', { id: consent_id, ...given, recorded_by: userId, created_at, updated_at: at })
    },
  }),

  'campaign.create': creation('campaigns', 'campaign_id', {
    needs: { tag: campaignTag, name: campaignName },
    may: moreOfCampaign,
    blank: (_given, { userId }) => ({ is_predefined: false, is_active: true, created_by: userId }),
  }),
  'campaign.edit': edition('campaigns', 'campaign_id', campaignFields),
  /** Takes no more leads; its enrolments go on telling what was sent. */
  'campaign.archive': transition('campaigns', 'campaign_id', {
    columns: ['is_active'],
    more: {},
    to: () => ({ is_active: false }),
  }),

  /** Of a campaign (`day_number`), or of a dataset's settings (`step` and `delay_hours`). */
  'campaign_step.create': creation('campaign_steps', 'campaign_step_id', {
    needs: { sequence_order, message_template },
    may: {
      campaign_id: uuid.nullable(),
      campaign_settings_id: uuid.nullable(),
      step: z.enum(SEQUENCE_STEPS).nullable(),
      ...moreOfStep,
    },
    parents: { campaign_id: 'campaigns', campaign_settings_id: 'campaign_settings' },
    blank: () => ({}),
  }),
  'campaign_step.edit': edition('campaign_steps', 'campaign_step_id', stepFields),
  'campaign_step.delete': deletion('campaign_steps', 'campaign_step_id'),

  'campaign_settings.edit': edition('campaign_settings', 'campaign_settings_id', {
    name: text(200).nullable(),
    description: text(10_000).nullable(),
    delay_respect_sending_hours: z.boolean(),
    delay_type: z.enum(DELAY_TYPES),
    sending_enabled: z.boolean(),
    sending_hours_start: clock,
    sending_hours_end: clock,
    sending_days: z.array(z.enum(WEEKDAYS)).min(1).max(7),
    sending_timezone: name(100),
    messages_per_minute: whole(1),
    messages_per_hour: whole(1),
    messages_per_day: whole(1),
    ai_response_enabled: z.boolean(),
    ai_response_delay_seconds: seconds,
    ai_response_delay_random: z.boolean(),
    ai_multiple_messages_wait_seconds: seconds,
    respond_to_inbound_24_7: z.boolean(),
    respect_schedule_strictly: z.boolean(),
    silence_timeout_days: whole(1),
    silence_nudge_enabled: z.boolean(),
    silence_nudge_days: whole(1),
    silence_nudge_message: text(10_000).nullable(),
    duplicate_action: z.enum(DUPLICATE_ACTIONS),
    hot_lead_notification: z.boolean(),
    hot_lead_auto_assign: z.boolean(),
    hot_lead_assignment_rule: z.enum(ASSIGNMENT_RULES),
    auto_status_updates: z.boolean(),
    auto_normalize_numbers: z.boolean(),
    allow_international: z.boolean(),
    required_fields: z.array(z.enum(IMPORT_FIELDS)).max(6),
    sender_number: text(60).nullable(),
    booking_link: text(2000).nullable(),
  }),

  /** When its next message is due is the server's to say. */
  'enrollment.create': creation('campaign_enrollments', 'enrollment_id', {
    needs: { lead_id: uuid, campaign_id: uuid },
    may: {},
    parents: { lead_id: 'leads', campaign_id: 'campaigns' },
    blank: (_given, { userId, at }) => ({
      status: 'active',
      enrolled_by: userId,
      enrolled_at: at,
      last_message_day: 0,
    }),
  }),
  'enrollment.pause': transition('campaign_enrollments', 'enrollment_id', {
    columns: ['status', 'paused_reason'],
    more: { paused_reason: text(300).nullable() },
    to: ({ paused_reason }) => ({ status: 'paused', paused_reason, next_due_at: null }),
  }),
  'enrollment.resume': transition('campaign_enrollments', 'enrollment_id', {
    columns: ['status', 'paused_reason'],
    more: {},
    to: () => ({ status: 'active', paused_reason: null }),
  }),
  'enrollment.cancel': transition('campaign_enrollments', 'enrollment_id', {
    columns: ['status', 'paused_reason'],
    more: {},
    to: (_args, { at }) => ({ status: 'cancelled', paused_reason: null, next_due_at: null, completed_at: at }),
  }),
} as const
