/** The contract of mentions: colleagues named in notes, and where the rep is. */
import { z } from 'zod'
import type { Mentionable } from '../../domain/mentions.ts'

export const MENTIONS_COMMANDS = {
  /** Marks them as read or as unread. */
  'mention.mark': z.object({ mention_ids: z.array(z.uuid()).min(1).max(500), is_read: z.boolean() }).strict(),
} as const

export const MENTIONS_QUERIES = {
  /** Who can be named, by name. */
  'mentions.people': z.object({}).strict(),
  /** Where the rep is named, newest first. */
  'mentions.list': z.object({ only_unread: z.boolean(), limit: z.int().min(1).max(500) }).strict(),
  /** How many of them are unread. */
  'mentions.unread': z.object({}).strict(),
  /** Those of a lead that are unread. */
  'mentions.of_lead': z.object({ lead_id: z.uuid() }).strict(),
} as const

export interface Mention {
  id: string
  lead_id: string
  lead_label: string | null
  /** The lead's conversation that something happened in last; null when there is none. */
  conversation_id: string | null
  note_id: string
  /** The text as the note holds it (`shared/domain/mentions.ts`), cut to what a list shows. */
  text: string
  by_id: string | null
  is_read: boolean
  /** Milliseconds since 1970. */
  at: number
}

export interface MentionsPage {
  mentions: Mention[]
  has_more: boolean
}

export interface MentionsQueryOutputs {
  'mentions.people': Mentionable[]
  'mentions.list': MentionsPage
  'mentions.unread': { count: number }
  'mentions.of_lead': { mention_ids: string[] }
}
