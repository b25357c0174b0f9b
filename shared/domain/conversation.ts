/** Rules of a conversation that desktop and server share. */
import type { Row } from '../replication/tables.ts'

/** Characters of a message kept as the list's preview. */
export const PREVIEW_LENGTH = 140

/**
 * The one-line preview of a message: white space folded, cut at {@link PREVIEW_LENGTH} characters (code points, so that an
 * emoji is never halved). The database's `app.preview_of` gives the same.
 */
export function previewOf(body: string): string {
  const line = body.replaceAll(/\s+/g, ' ').trim()
  const points = Array.from(line)
  return points.length <= PREVIEW_LENGTH ? line : points.slice(0, PREVIEW_LENGTH).join('')
}

/** The inbox splits, in the order of their tabs (product.md, "Inbox and triage"). */
export const SPLITS = ['all', 'mine', 'unassigned', 'hot', 'waiting', 'snoozed'] as const
export type Split = (typeof SPLITS)[number]

/**
 * The label of a lead that may have no name: name, company, e-mail, phone, in that order; null when nothing is known.
 * "Unknown" is a label of the screen, never data.
 */
export function leadLabel(lead: {
  full_name: string | null
  company_name: string | null
  email: string | null
  phone: string | null
}): string | null {
  return [lead.full_name, lead.company_name, lead.email, lead.phone].find((part) => part?.trim()) ?? null
}

/**
 * A conversation in which nothing has been said, as the database makes it.
 * @param at milliseconds since 1970
 */
export function newConversation(
  id: string,
  leadId: string,
  channel: Pick<Row<'channels'>, 'id' | 'platform'>,
  at: number,
): Row<'conversations'> {
  return {
    id,
    lead_id: leadId,
    channel_id: channel.id,
    platform: channel.platform,
    status: 'open',
    assigned_to: null,
    priority: 'normal',
    snoozed_until: null,
    unread_count: 0,
    message_count: 0,
    last_message_at: null,
    last_message_preview: null,
    last_message_direction: null,
    last_inbound_id: null,
    waiting_since: null,
    sentiment: null,
    needs_review: false,
    ai_enabled: true,
    created_at: at,
    updated_at: at,
  }
}
