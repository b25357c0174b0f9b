import type { NoteType, Platform, Priority, Role } from '#shared/domain/vocabulary.ts'
import type { SaveState } from '#shared/contract/read-models.ts'
import type { Split } from '#shared/domain/conversation.ts'
import type { Sort } from '#shared/domain/triage.ts'

/** What the screens call the values of closed sets. */
export const PLATFORM_NAMES: Record<Platform, string> = {
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  web: 'Web chat',
  voice: 'Call',
  instagram: 'Instagram',
  facebook: 'Facebook',
  email: 'E-mail',
}

export const ROLE_NAMES: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  sales_rep: 'Sales rep',
  viewer: 'Viewer',
}

export const SPLIT_NAMES: Record<Split, string> = {
  all: 'All',
  mine: 'Mine',
  unassigned: 'Unassigned',
  hot: 'Hot',
  waiting: 'Waiting',
  snoozed: 'Snoozed',
}

export const SORT_NAMES: Record<Sort, string> = {
  newest: 'Newest',
  waiting: 'Longest waiting',
  priority: 'Priority',
  score: 'Score',
}

export const PRIORITY_NAMES: Record<Priority, string> = {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
}

export const NOTE_TYPE_NAMES: Record<NoteType, string> = {
  general: 'Note',
  call_log: 'Call log',
  meeting_summary: 'Meeting summary',
  important: 'Important note',
}

/** How far a change has travelled, in words a rep uses. */
export const SAVE_WORDS: Record<SaveState, string> = {
  local: 'Saved here',
  syncing: 'Syncing',
  saved: 'Saved to team',
  attention: 'Needs attention',
}

/** A lead's label on screen; a lead of which nothing is known is "Unknown". */
export function nameOf(label: string | null): string {
  return label?.trim() || 'Unknown'
}

/** `snake_case` values that have no fixed set, as words: `no_answer` → `No answer`. */
export function humanise(value: string): string {
  const words = value.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
