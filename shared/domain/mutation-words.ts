/** What the rep calls a change, for every mutation in one place; the type makes sure that none is forgotten. */
import { isMutationName } from './mutations.ts'
import type { MutationName } from './mutations.ts'

/**
 * @param who the lead, by name
 * @param fields the fields it sets, by {@link fieldName}, joined; empty for a mutation without `set`
 */
type Title = (who: string, fields: string) => string

/** What is changed of a row that is not a lead's. */
const edited =
  (what: string): Title =>
  (_who, fields) =>
    `${fields} of ${what}`
const titled =
  (title: string): Title =>
  () =>
    title

const TITLES: Record<MutationName, Title> = {
  'message.send': (who) => `Reply to ${who}`,
  'message.cancel': (who) => `Message to ${who} taken back`,
  'message.retry': (who) => `Message to ${who} again`,
  'message.edit_scheduled': (who, fields) => `${fields} of a later message to ${who}`,
  'conversation.snooze': (who) => `${who} snoozed`,
  'conversation.unsnooze': (who) => `${who} back in the inbox`,
  'conversation.prioritize': (who) => `Priority of ${who}`,
  'conversation.mark_unread': (who) => `${who} marked as unread`,
  'conversation.take_over': (who) => `${who} taken over from the AI`,
  'conversation.resume_ai': (who) => `${who} left to the AI`,
  'conversation.read': (who) => `${who} marked as read`,
  'conversation.close': (who) => `${who} marked as done`,
  'conversation.reopen': (who) => `${who} reopened`,
  'conversation.assign': (who) => `Assignee of ${who}`,
  'conversation.start': (who) => `New conversation with ${who}`,
  'lead.create': (who) => `New lead ${who}`,
  'lead.claim': (who) => `Claim of ${who}`,
  'lead.move': (who) => `Stage of ${who}`,
  'lead.release_stage': (who) => `Stage of ${who} by rule again`,
  'lead.assign': (who) => `Owner of ${who}`,
  'lead.tag': (who) => `Tags of ${who}`,
  'lead.archive': (who) => `${who} archived`,
  'lead.restore': (who) => `${who} restored`,
  'lead.set_ai': (who) => `AI replies to ${who}`,
  'lead.set_status': (who, fields) => `${fields} of ${who}`,
  'lead.merge': (who) => `Merge of ${who} with another lead`,
  'lead.unmerge': (who) => `Undoing a merge of ${who}`,
  'lead.edit': (who, fields) => `${fields} of ${who}`,
  'note.create': (who) => `Note on ${who}`,
  'note.edit': (who, fields) => (fields === 'Text' ? `Note on ${who}` : `${fields} of a note on ${who}`),
  'note.delete': (who) => `Deletion of a note on ${who}`,
  'activity.create': (who) => `New activity with ${who}`,
  'activity.edit': (who, fields) => `${fields} of an activity with ${who}`,
  'activity.complete': (who) => `Activity with ${who} done`,
  'activity.delete': (who) => `Deletion of an activity with ${who}`,
  'booking.create': (who) => `New booking of ${who}`,
  'booking.edit': (who, fields) => `${fields} of a booking of ${who}`,
  'booking.cancel': (who) => `Booking of ${who} cancelled`,
  'deal.create': (who) => `New deal with ${who}`,
  'deal.edit': (who, fields) => `${fields} of a deal with ${who}`,
  'deal.move': (who) => `Stage of a deal with ${who}`,
  'deal.delete': (who) => `Deletion of a deal with ${who}`,
  'deal_item.create': (who) => `New item in a deal with ${who}`,
  'deal_item.edit': (who, fields) => `${fields} of an item in a deal with ${who}`,
  'deal_item.delete': (who) => `Deletion of an item in a deal with ${who}`,
  'follower.add': (who) => `${who} followed`,
  'follower.remove': (who) => `${who} no longer followed`,
  'mention.read': (who) => `Mention at ${who} read`,
  'consent.record': (who) => `Consent of ${who}`,
  'enrollment.create': (who) => `${who} put into a campaign`,
  'enrollment.pause': (who) => `Campaign of ${who} paused`,
  'enrollment.resume': (who) => `Campaign of ${who} continued`,
  'enrollment.cancel': (who) => `Campaign of ${who} ended`,
  'hot_event.acknowledge': (who) => `Answer to the alert about ${who}`,
  'template.create': titled('New template'),
  'template.edit': edited('a template'),
  'template.delete': titled('Deletion of a template'),
  'tag.create': titled('New tag'),
  'tag.edit': edited('a tag'),
  'tag.delete': titled('Deletion of a tag'),
  'product.create': titled('New product'),
  'product.edit': edited('a product'),
  'product.archive': titled('Product no longer offered'),
  'saved_view.create': titled('New view'),
  'saved_view.edit': edited('a view'),
  'saved_view.delete': titled('Deletion of a view'),
  'preference.set': titled('Your notifications'),
  'campaign.create': titled('New campaign'),
  'campaign.edit': edited('a campaign'),
  'campaign.archive': titled('Campaign switched off'),
  'campaign_step.create': titled('New message of a campaign'),
  'campaign_step.edit': edited('a message of a campaign'),
  'campaign_step.delete': titled('Deletion of a message of a campaign'),
  'campaign_settings.edit': edited('the sending settings'),
  'lesson.create': titled('New lesson'),
  'lesson.edit': edited('a lesson'),
  'lesson.approve': titled('Lesson in use'),
  'lesson.archive': titled('Lesson put away'),
  'insight.review': titled('Verdict on an insight'),
  'pipeline.create': titled('New pipeline'),
  'pipeline.edit': edited('a pipeline'),
  'pipeline.delete': titled('Deletion of a pipeline'),
  'stage.create': titled('New stage'),
  'stage.edit': edited('a stage'),
  'stage.reorder': titled('Order of stages'),
  'stage.delete': titled('Deletion of a stage'),
}

/** More fields than this are counted, not named. */
const NAMED_FIELDS = 3

/**
 * A change as a title: `Phone of Ana Lima`. A mutation that this version does not know is named by its own name.
 * @param lead the lead's label, null when it is not known
 * @param columns what it sets, in order
 */
export function changeTitle(mutation: string, lead: string | null, columns: readonly string[]): string {
  const who = lead ?? 'a lead'
  const names = columns.map(fieldName)
  const fields = names.length > NAMED_FIELDS ? `${names.length} fields` : listed(names)
  if (mutation === 'draft') return `Unsent draft to ${who}`
  if (isMutationName(mutation)) return capitalised(TITLES[mutation](who, fields || 'Details'))
  const words = sentence(mutation.replaceAll(/[._]+/g, ' '))
  return fields ? `${fields} of ${who} (${words.toLowerCase()})` : `${words}: ${who}`
}

/** Columns whose plain reading is not what a rep calls them. */
const FIELD_NAMES: Record<string, string> = {
  ai_enabled: 'AI replies',
  assigned_to: 'Assignee',
  body: 'Text',
  client_type: 'Kind of client',
  company_name: 'Company',
  email: 'E-mail',
  expected_close_date: 'Expected close',
  is_pinned: 'Pinned',
  next_follow_up_at: 'Next follow-up',
  owner_id: 'Owner',
  pipeline_stage_id: 'Stage',
  secondary_phone: 'Second phone',
  snoozed_until: 'Snoozed until',
  stage_id: 'Stage',
  stage_override: 'Stage set by hand',
  unread_count: 'Unread messages',
  value_minor: 'Value',
}

/** What the rep calls a column: `postcode` → `Postcode`, `owner_id` → `Owner`. */
export function fieldName(column: string): string {
  return FIELD_NAMES[column] ?? sentence(column.replace(/_(id|at)$/, '').replaceAll('_', ' '))
}

const sentence = (words: string): string => capitalised(words.trim())

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `Phone`, `Phone and e-mail`, `Phone, e-mail and postcode`. */
function listed(names: string[]): string {
  const words = names.map((name, index) => (index === 0 ? name : name.charAt(0).toLowerCase() + name.slice(1)))
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
