/**
 * What a desktop replicates: every table, column, type and merge rule, in one place.
 *
 * Both sides are held to this list. The server keeps the same rows in `sync.columns` and a database test compares the
 * two; the local cache is checked against it by a unit test. The order of the columns is the order of the values in a
 * row on the wire.
 *
 * Wire types: `time` is integer milliseconds since 1970 (UTC), `money` is a decimal string of minor units (64 bits do
 * not fit a JSON number), `json` is any JSON value, `bool` is true or false, the rest is what its name says.
 */

export type ColumnType = 'uuid' | 'text' | 'int' | 'real' | 'bool' | 'time' | 'date' | 'json' | 'money'

/**
 * How a column changed on both sides is settled (sync.md, "Rules by column"):
 * `fixed` never changes after insert · `derived` is written by the server only · `last_writer` the later push wins, the
 * losing value is logged · `guarded` is never overwritten silently · `set` merges additions and removals ·
 * `text` merges by lines, an overlap is a conflict.
 */
export type MergeRule = 'fixed' | 'derived' | 'last_writer' | 'guarded' | 'set' | 'text'

export interface ColumnSpec<T extends ColumnType = ColumnType, N extends boolean = boolean> {
  readonly type: T
  readonly nullable: N
  readonly rule: MergeRule
}

const req = <const T extends ColumnType>(type: T, rule: MergeRule): ColumnSpec<T, false> => ({
  type,
  nullable: false,
  rule,
})
const opt = <const T extends ColumnType>(type: T, rule: MergeRule): ColumnSpec<T, true> => ({
  type,
  nullable: true,
  rule,
})

const id = req('uuid', 'fixed')
const createdAt = req('time', 'derived')
const updatedAt = req('time', 'derived')

/** In dependency order: a table stands after every table it refers to, and is pulled and applied in this order. */
export const TABLES = {
  organizations: {
    id,
    name: req('text', 'derived'),
    slug: req('text', 'derived'),
    default_country: req('text', 'derived'),
    timezone: req('text', 'derived'),
    settings: req('json', 'derived'),
    updated_at: updatedAt,
  },
  profiles: {
    id,
    email: req('text', 'derived'),
    full_name: opt('text', 'derived'),
    avatar_url: opt('text', 'derived'),
    role: req('text', 'derived'),
    status: req('text', 'derived'),
    updated_at: updatedAt,
  },
  brands: {
    id,
    key: req('text', 'derived'),
    name: req('text', 'derived'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  channels: {
    id,
    brand_id: req('uuid', 'derived'),
    name: req('text', 'derived'),
    platform: req('text', 'derived'),
    is_active: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  pipelines: {
    id,
    name: req('text', 'derived'),
    kind: req('text', 'derived'),
    position: req('int', 'derived'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  pipeline_stages: {
    id,
    pipeline_id: req('uuid', 'fixed'),
    name: req('text', 'derived'),
    position: req('int', 'derived'),
    color: req('text', 'derived'),
    kind: req('text', 'derived'),
    probability: req('int', 'derived'),
    is_default: req('bool', 'derived'),
    updated_at: updatedAt,
  },
  tags: {
    id,
    name: req('text', 'derived'),
    color: req('text', 'derived'),
    category: opt('text', 'derived'),
    updated_at: updatedAt,
  },
  leads: {
    id,
    brand_id: req('uuid', 'fixed'),
    owner_id: opt('uuid', 'guarded'),
    assignee_ids: req('json', 'derived'),
    first_name: opt('text', 'last_writer'),
    last_name: opt('text', 'last_writer'),
    full_name: opt('text', 'derived'),
    company_name: opt('text', 'last_writer'),
    email: opt('text', 'last_writer'),
    phone: opt('text', 'last_writer'),
    phone_normalized: opt('text', 'derived'),
    secondary_phone: opt('text', 'last_writer'),
    address: opt('text', 'last_writer'),
    postcode: opt('text', 'last_writer'),
    avatar_url: opt('text', 'derived'),
    first_touchpoint: opt('text', 'derived'),
    last_touchpoint: opt('text', 'derived'),
    last_contact_at: opt('time', 'derived'),
    last_interaction_at: opt('time', 'derived'),
    source: opt('text', 'last_writer'),
    pipeline_stage_id: opt('uuid', 'guarded'),
    sub_stage: opt('text', 'guarded'),
    stage_override: req('bool', 'guarded'),
    contact_status: req('text', 'guarded'),
    lead_status: req('text', 'guarded'),
    lifecycle_stage: req('text', 'guarded'),
    client_type: req('text', 'guarded'),
    temperature: opt('text', 'last_writer'),
    sentiment: opt('text', 'derived'),
    lead_score: req('int', 'derived'),
    score_breakdown: req('json', 'derived'),
    is_active_chat: req('bool', 'derived'),
    conversation_summary: opt('text', 'derived'),
    message_count: req('int', 'derived'),
    ai_enabled: req('bool', 'guarded'),
    tags: req('json', 'set'),
    custom_fields: req('json', 'last_writer'),
    next_follow_up_at: opt('time', 'last_writer'),
    converted_at: opt('time', 'derived'),
    archived_at: opt('time', 'guarded'),
    merged_into: opt('uuid', 'derived'),
    duplicate_of: opt('uuid', 'derived'),
    created_at: createdAt,
    updated_at: updatedAt,
  },
  contact_points: {
    id,
    lead_id: req('uuid', 'derived'),
    channel_id: req('uuid', 'fixed'),
    platform: req('text', 'fixed'),
    platform_user_id: req('text', 'fixed'),
    handle: opt('text', 'derived'),
    avatar_url: opt('text', 'derived'),
    ai_enabled: req('bool', 'guarded'),
    updated_at: updatedAt,
  },
  conversations: {
    id,
    lead_id: req('uuid', 'derived'),
    channel_id: req('uuid', 'fixed'),
    platform: req('text', 'fixed'),
    status: req('text', 'guarded'),
    assigned_to: opt('uuid', 'guarded'),
    priority: req('text', 'last_writer'),
    snoozed_until: opt('time', 'guarded'),
    unread_count: req('int', 'derived'),
    message_count: req('int', 'derived'),
    last_message_at: opt('time', 'derived'),
    last_message_preview: opt('text', 'derived'),
    last_message_direction: opt('text', 'derived'),
    last_inbound_id: opt('uuid', 'derived'),
    waiting_since: opt('time', 'derived'),
    sentiment: opt('text', 'derived'),
    needs_review: req('bool', 'derived'),
    ai_enabled: req('bool', 'guarded'),
    created_at: createdAt,
    updated_at: updatedAt,
  },
  messages: {
    id,
    conversation_id: req('uuid', 'fixed'),
    lead_id: req('uuid', 'derived'),
    platform: req('text', 'fixed'),
    direction: req('text', 'fixed'),
    sender_type: req('text', 'fixed'),
    sender_id: opt('uuid', 'fixed'),
    content_type: req('text', 'fixed'),
    subject: opt('text', 'fixed'),
    body: req('text', 'fixed'),
    status: req('text', 'derived'),
    error: opt('text', 'derived'),
    ai_generated: req('bool', 'fixed'),
    metadata: req('json', 'derived'),
    sent_at: opt('time', 'derived'),
    delivered_at: opt('time', 'derived'),
    read_at: opt('time', 'derived'),
    failed_at: opt('time', 'derived'),
    created_at: createdAt,
    updated_at: updatedAt,
  },
  stage_changes: {
    id,
    lead_id: req('uuid', 'derived'),
    deal_id: opt('uuid', 'fixed'),
    from_stage_id: opt('uuid', 'fixed'),
    to_stage_id: opt('uuid', 'fixed'),
    changed_by: opt('uuid', 'fixed'),
    is_automatic: req('bool', 'fixed'),
    reason: opt('text', 'fixed'),
    created_at: createdAt,
  },
  deals: {
    id,
    lead_id: req('uuid', 'derived'),
    name: req('text', 'last_writer'),
    description: opt('text', 'last_writer'),
    value_minor: req('money', 'guarded'),
    currency: req('text', 'guarded'),
    stage_id: req('uuid', 'guarded'),
    probability: req('int', 'last_writer'),
    expected_close_date: opt('date', 'last_writer'),
    actual_close_date: opt('date', 'derived'),
    lost_reason: opt('text', 'guarded'),
    won_reason: opt('text', 'guarded'),
    owner_id: opt('uuid', 'guarded'),
    tags: req('json', 'set'),
    stage_changed_at: opt('time', 'derived'),
    created_at: createdAt,
    updated_at: updatedAt,
  },
  activities: {
    id,
    lead_id: req('uuid', 'derived'),
    type: req('text', 'fixed'),
    subject: opt('text', 'last_writer'),
    description: opt('text', 'last_writer'),
    status: req('text', 'guarded'),
    priority: req('text', 'last_writer'),
    due_at: opt('time', 'last_writer'),
    completed_at: opt('time', 'last_writer'),
    duration_minutes: opt('int', 'last_writer'),
    message_id: opt('uuid', 'fixed'),
    metadata: req('json', 'last_writer'),
    assigned_to: opt('uuid', 'guarded'),
    created_by: opt('uuid', 'fixed'),
    created_at: createdAt,
    updated_at: updatedAt,
  },
  notes: {
    id,
    lead_id: req('uuid', 'derived'),
    deal_id: opt('uuid', 'fixed'),
    title: opt('text', 'last_writer'),
    body: req('text', 'text'),
    type: req('text', 'last_writer'),
    is_pinned: req('bool', 'last_writer'),
    tags: req('json', 'set'),
    created_by: opt('uuid', 'fixed'),
    created_at: createdAt,
    updated_at: updatedAt,
  },
  bookings: {
    id,
    lead_id: req('uuid', 'derived'),
    starts_at: req('time', 'guarded'),
    status: req('text', 'guarded'),
    url: opt('text', 'derived'),
    created_at: createdAt,
    updated_at: updatedAt,
  },
} as const satisfies Record<string, Record<string, ColumnSpec>>

export type TableName = keyof typeof TABLES

export const TABLE_NAMES = Object.keys(TABLES) as TableName[]

/** Tables whose rows belong to a lead and come and go with the caller's right to see it. */
export const LEAD_TABLES = TABLE_NAMES.filter((name) => name !== 'leads' && 'lead_id' in TABLES[name])

interface TypeOf {
  uuid: string
  text: string
  int: number
  real: number
  bool: boolean
  time: number
  date: string
  json: unknown
  money: string
}

type ValueOf<C> = C extends ColumnSpec<infer T, infer N> ? (N extends true ? TypeOf[T] | null : TypeOf[T]) : never

/** One row as the domain sees it: times in milliseconds, booleans as booleans, JSON parsed. */
export type Row<T extends TableName> = { -readonly [C in keyof (typeof TABLES)[T]]: ValueOf<(typeof TABLES)[T][C]> }

export type ColumnName<T extends TableName> = keyof (typeof TABLES)[T] & string

/** The columns of a table, in wire order. */
export function columnsOf(table: TableName): [name: string, spec: ColumnSpec][] {
  return Object.entries(TABLES[table])
}

export function isTableName(name: string): name is TableName {
  return Object.hasOwn(TABLES, name)
}
