/**
 * The closed sets of the model. The database holds the same sets as named check constraints, and a test compares both
 * (data-model.md, Conventions).
 */
export const ROLES = ['owner', 'admin', 'manager', 'sales_rep', 'viewer'] as const
export const PROFILE_STATUSES = ['active', 'suspended'] as const
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

/** Touchpoint sessions and consents. */
export const SESSION_KINDS = ['web', 'whatsapp', 'voice', 'social'] as const
export const SESSION_STATUSES = ['active', 'completed', 'abandoned'] as const
export const CONSENT_STATUSES = ['opted_in', 'opted_out'] as const
export const CONSENT_SOURCES = ['form', 'import', 'keyword', 'message', 'call', 'rep', 'api', 'merge'] as const

export const ORDER_STATUSES = ['pending', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded'] as const

/** Datasets, their settings and campaigns. */
export const DATASET_STATUSES = ['draft', 'active', 'paused', 'completed', 'archived'] as const
export const DELAY_TYPES = ['real_hours', 'business_hours'] as const
export const DUPLICATE_ACTIONS = ['flag', 'skip', 'merge', 'keep_both'] as const
export const ASSIGNMENT_RULES = ['round_robin', 'territory', 'manual'] as const
export const IMPORT_FIELDS = ['first_name', 'last_name', 'phone', 'email', 'postcode', 'company_name'] as const
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export const SEQUENCE_STEPS = ['M1', 'M2', 'M3'] as const
export const ENROLLMENT_STATUSES = ['active', 'paused', 'completed', 'qualified', 'cancelled'] as const
export const TEMPLATE_TYPES = ['any', ...PLATFORMS] as const
export const APPROVAL_STATUSES = ['pending', 'approved', 'rejected'] as const

/** What the AI is taught and what it notices. */
export const LESSON_TYPES = [
  'objection_handling',
  'dos_donts',
  'example_good',
  'example_bad',
  'blacklist_word',
  'never_rule',
  'best_practice',
] as const
export const LESSON_SOURCES = ['ai_suggestion', 'user_taught', 'imported'] as const
export const LESSON_STATUSES = ['active', 'archived', 'testing'] as const
export const PROMPT_ORIGINS = ['wizard', 'template', 'manual', 'copied'] as const
export const PROMPT_STATUSES = ['draft', 'live', 'archived'] as const
export const PROMPT_AUTHOR_TYPES = ['user', 'ai', 'system'] as const
export const INSIGHT_TYPES = ['message', 'conversation', 'campaign', 'pattern'] as const
export const INSIGHT_SEVERITIES = ['info', 'suggestion', 'warning', 'critical'] as const
export const INSIGHT_STATUSES = ['pending', 'viewed', 'approved', 'dismissed', 'taught'] as const

/** What is a person's own, and what calls for somebody. */
export const SAVED_VIEW_KINDS = ['inbox', 'leads', 'deals', 'tasks', 'datasets'] as const
export const NOTIFICATION_EVENTS = [
  'message',
  'assignment',
  'mention',
  'hot_lead',
  'escalation',
  'booking',
  'task_due',
  'send_failed',
  'insight',
] as const
export const NOTIFICATION_SPLITS = ['mine', 'unassigned', 'hot', 'waiting', 'snoozed', 'all'] as const
export const HOT_EVENT_STATUSES = ['open', 'claimed', 'resolved', 'expired'] as const
export const HOT_ANSWERS = ['seen', 'claimed', 'called', 'replied', 'snoozed', 'passed'] as const
/** What the rep has done about an alert; `told`: one of the rep's desktops has told of it. */
export const HOT_ACTIONS = [...HOT_ANSWERS, 'told'] as const

export type Role = (typeof ROLES)[number]
export type Platform = (typeof PLATFORMS)[number]
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number]
export type Priority = (typeof PRIORITIES)[number]
export type Direction = (typeof DIRECTIONS)[number]
export type SenderType = (typeof SENDER_TYPES)[number]
export type ContentType = (typeof CONTENT_TYPES)[number]
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]
export type NoteType = (typeof NOTE_TYPES)[number]
export type ActivityType = (typeof ACTIVITY_TYPES)[number]
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number]
export type StageKind = (typeof STAGE_KINDS)[number]
