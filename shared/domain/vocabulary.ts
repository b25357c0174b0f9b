/**
 * The closed sets of the model. The database holds the same sets as named check constraints, and a test compares both
 * (data-model.md, Conventions).
 */
export const ROLES = ['owner', 'admin', 'manager', 'sales_rep', 'viewer'] as const
export const PLATFORMS = ['sms', 'whatsapp', 'web', 'voice', 'instagram', 'facebook', 'email'] as const
export const CONVERSATION_STATUSES = ['open', 'snoozed', 'closed', 'archived'] as const
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export const DIRECTIONS = ['inbound', 'outbound'] as const
export const SENDER_TYPES = ['customer', 'agent', 'ai', 'system'] as const
export const CONTENT_TYPES = ['text', 'image', 'audio', 'video', 'file', 'call', 'template', 'event'] as const
export const MESSAGE_STATUSES = [
  'scheduled',
  'queued',
  'held',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'cancelled',
  'received',
] as const
export const NOTE_TYPES = ['general', 'call_log', 'meeting_summary', 'important'] as const
export const STAGE_KINDS = ['open', 'won', 'lost'] as const
export const PIPELINE_KINDS = ['lead', 'deal'] as const
export const CONTACT_STATUSES = [
  'ready',
  'contacted_1',
  'contacted_2',
  'contacted_3',
  'hot',
  'warm',
  'cold',
  'call_booked',
  'converted',
  'removed',
  'archived',
] as const
export const LEAD_STATUSES = ['new', 'contacted', 'follow_up', 'qualified', 'converted', 'lost'] as const
export const LIFECYCLE_STAGES = ['lead', 'mql', 'sql', 'opportunity', 'customer', 'evangelist', 'churned'] as const
export const CLIENT_TYPES = ['lead', 'prospect', 'customer', 'partner', 'inactive'] as const
export const TEMPERATURES = ['hot', 'warm', 'cold'] as const
export const SENTIMENTS = ['positive', 'negative', 'neutral', 'unclear', 'hot'] as const
export const ACTIVITY_TYPES = [
  'call',
  'email',
  'meeting',
  'task',
  'note',
  'message',
  'chatbot_interaction',
  'website_visit',
] as const
export const ACTIVITY_STATUSES = ['planned', 'completed', 'missed', 'cancelled'] as const
export const BOOKING_STATUSES = ['pending', 'confirmed', 'cancelled'] as const

export type Role = (typeof ROLES)[number]
export type Platform = (typeof PLATFORMS)[number]
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number]
export type Priority = (typeof PRIORITIES)[number]
export type Direction = (typeof DIRECTIONS)[number]
export type SenderType = (typeof SENDER_TYPES)[number]
export type ContentType = (typeof CONTENT_TYPES)[number]
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]
export type NoteType = (typeof NOTE_TYPES)[number]
