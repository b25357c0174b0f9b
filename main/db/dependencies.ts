/** Which live queries a change can have changed. */
import type { LiveQueryInput, LiveQueryName } from '#shared/contract/ipc.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { ChangedIds, ChangeSet } from './changes.ts'

type Inputs = { [N in LiveQueryName]: LiveQueryInput<N> }
type Rules = { [N in LiveQueryName]: (changes: ChangeSet, input: Inputs[N]) => boolean }

const includes = (ids: ChangedIds, id: string): boolean => ids === 'all' || ids.includes(id)
const any = (changes: ChangeSet, ...tables: TableName[]): boolean => tables.some((table) => changes.tables[table])

const RULES: Rules = {
  'app.state': (changes) => any(changes, 'profiles', 'organizations'),
  'sync.status': (changes) => changes.outbox,
  'team.list': (changes) => any(changes, 'profiles'),
  'inbox.counts': (changes) => any(changes, 'conversations'),
  // By any other order than time, a row's place says nothing about which page it is on.
  'inbox.page': (changes, { sort = 'newest', filter, from, to }) =>
    any(changes, 'pipeline_stages') ||
    (filter?.tags !== undefined && any(changes, 'leads')) ||
    (sort === 'newest'
      ? isInRange(changes.inbox, from?.at ?? Infinity, to?.at ?? -Infinity)
      : changes.inbox.length > 0),
  'inbox.filtered_count': (changes, { filter }) =>
    any(changes, 'conversations') || (filter.tags !== undefined && any(changes, 'leads')),
  // Main tells it as it goes.
  'inbox.bulk_progress': () => false,
  // Main tells it as it goes.
  'import.state': () => false,
  'import.lists': (changes) => any(changes, 'datasets'),
  'deal.view': (changes, { deal_id }) =>
    any(changes, 'pipelines', 'pipeline_stages', 'products', 'deal_items') ||
    (deal_id !== null && includes(changes.tables['deals'] ?? [], deal_id)),
  'lead.winnable': (changes) => any(changes, 'pipelines', 'pipeline_stages', 'products', 'deals'),
  'deal.history': (changes) => changes.outbox || any(changes, 'pipeline_stages', 'stage_changes'),
  'board.view': (changes, { filter }) =>
    any(changes, 'pipelines', 'pipeline_stages', 'leads', 'deals') ||
    (filter.channel_id !== undefined && any(changes, 'conversations')),
  // Which column a changed row is in, and where, is not told: the columns on screen are asked again, each a short range.
  'board.page': (changes) =>
    changes.outbox || any(changes, 'leads', 'deals', 'activities', 'conversations', 'stage_changes', 'pipeline_stages'),
  // Main tells it too as time passes.
  'tasks.counts': (changes) => any(changes, 'activities', 'leads', 'conversations', 'messages'),
  'calendar.range': (changes) => changes.outbox || any(changes, 'activities', 'leads', 'bookings', 'conversations'),
  'tasks.page': (changes) => changes.outbox || any(changes, 'activities', 'leads', 'conversations', 'messages'),
  'pipeline.editor': (changes) => changes.outbox || any(changes, 'pipelines', 'pipeline_stages', 'leads', 'deals'),
  'keep.views': () => false,
  'triage.choices': (changes) => any(changes, 'channels', 'pipelines', 'pipeline_stages', 'tags'),
  'triage.subject': (changes, { conversation_id }) =>
    any(changes, 'pipeline_stages') || includes(changes.conversations, conversation_id),
  // Main tells it as people come and go.
  'presence.list': () => false,
  'mentions.people': (changes) => any(changes, 'profiles'),
  'mentions.list': (changes) => any(changes, 'mentions', 'notes', 'leads', 'conversations'),
  'mentions.unread': (changes) => any(changes, 'mentions', 'notes'),
  'mentions.of_lead': (changes, { lead_id }) => any(changes, 'mentions') && includes(changes.leads, lead_id),
  'views.list': (changes) => any(changes, 'saved_views', 'profiles'),
  'claim.state': (changes, { lead_id }) =>
    changes.outbox || any(changes, 'profiles') || includes(changes.leads, lead_id),
  'claim.lost': (changes) => changes.outbox || any(changes, 'profiles'),
  'conversation.view': (changes, { conversation_id }) =>
    any(changes, 'pipeline_stages', 'channels') || includes(changes.conversations, conversation_id),
  // What waits of a lead is marked field by field, and a change may settle without a row of it changing.
  'lead.view': (changes, { lead_id }) =>
    changes.outbox ||
    any(changes, 'pipeline_stages', 'campaigns', 'campaign_steps') ||
    includes(changes.leads, lead_id),
  'lead.timeline': (changes, { lead_id }) =>
    changes.outbox || any(changes, 'pipeline_stages') || includes(changes.leads, lead_id),
  // Any lead may turn out to be the same customer.
  'lead.duplicates': (changes) => any(changes, 'leads'),
  'lead.matches': (changes) => any(changes, 'leads'),
  'lead.merge_sides': (changes, { lead_ids }) => lead_ids.some((id) => includes(changes.leads, id)),
  'lead.choices': (changes) =>
    any(changes, 'organizations', 'brands', 'pipelines', 'pipeline_stages', 'tags', 'campaigns'),
  'reply.templates': (changes, { conversation_id }) =>
    any(changes, 'message_templates', 'organizations', 'profiles', 'bookings', 'campaign_settings') ||
    includes(changes.conversations, conversation_id),
  'draft.files': (changes, { conversation_id }) => changes.drafts.includes(conversation_id),
  // Main tells it as it goes.
  'upload.progress': () => false,
  // A cancellation may settle without a row of it changing.
  'message.fate': (changes, { message_id }) => changes.outbox || includes(changes.tables['messages'] ?? [], message_id),
  'reply.options': (changes, { conversation_id }) =>
    any(changes, 'channels', 'consents', 'contact_points') || includes(changes.conversations, conversation_id),
  // Its `current` values are of any table, and it is one screen that is seldom open.
  'sync.merge_log': () => true,
  'attention.list': (changes) => changes.outbox || any(changes, 'profiles', 'leads', 'conversations'),
  // A parked change may be about any record, and its fields show what stands there now.
  'attention.item': (changes) => changes.outbox || Object.keys(changes.tables).length > 0,
  'attention.discarded': (changes) => changes.outbox || any(changes, 'profiles', 'leads'),
  'away.digest': (changes) => changes.away || changes.outbox || any(changes, 'leads', 'conversations', 'hot_events'),
  // What is put off comes back by the clock; main asks again.
  'hot.list': (changes) =>
    changes.outbox ||
    any(changes, 'hot_events', 'hot_acknowledgements', 'leads', 'conversations', 'followers', 'profiles'),
  // Main tells it.
  'desktop.settings': () => false,
  'update.state': () => false,
  'invitation.waits': () => false,
  'notification.choices': (changes) => any(changes, 'notification_preferences'),
  'outbox.list': (changes) => changes.outbox || any(changes, 'leads'),
  'search.results': (changes) =>
    changes.search !== undefined || any(changes, 'leads', 'contact_points', 'conversations', 'messages', 'notes'),
  'search.coverage': (changes) => changes.search !== undefined,
  'record.story': (changes, { table, id }) =>
    changes.outbox || any(changes, 'profiles', 'pipeline_stages') || includes(changes.tables[table] ?? [], id),
}

/** Ends count as inside: rows with equal times are told apart by their number, which a change set does not carry. */
function isInRange(positions: ChangeSet['inbox'], newest: number, oldest: number): boolean {
  return positions === 'all' || positions.some((at) => at <= newest && at >= oldest)
}

/**
 * Whether a live query may answer differently after a change. Never false when it would; sometimes true when not.
 * @param input the query's parsed input
 */
export function isTouched(name: LiveQueryName, input: unknown, changes: ChangeSet): boolean {
  return (RULES[name] as (changes: ChangeSet, input: unknown) => boolean)(changes, input)
}
