import { z } from 'zod'
import { newConversation } from '../conversation.ts'
import { PRIORITIES } from '../vocabulary.ts'
import { time, uuid } from './arguments.ts'
import { define, patch } from './define.ts'

/** What a rep does in a conversation. */
export const CONVERSATION_MUTATIONS = {
  /**
   * Begins a conversation with a lead on a channel. Where there is one already, the server says so
   * (`redirected.conversations` in the details) and sends there what the queue addresses to this one.
   */
  'conversation.start': define({
    v: 1,
    args: z.object({ conversation_id: uuid, lead_id: uuid, channel_id: uuid }),
    whenParked: 'keep',
    apply(rows, { conversation_id, lead_id, channel_id }, { at }) {
      const channel = rows.get('channels', channel_id)
      if (!channel || !rows.get('leads', lead_id) || rows.get('conversations', conversation_id)) return
      rows.put('conversations', newConversation(conversation_id, lead_id, channel, at))
    },
  }),

  /**
   * The rep has read a conversation, up to the last inbound message they had seen. What all see as unread goes only when
   * the one who must answer has read it: the assignee, the lead's owner, or anybody while it is in the pool.
   */
  'conversation.read': define({
    v: 1,
    args: z.object({ conversation_id: uuid, seen_inbound_id: uuid.nullable().optional() }),
    whenParked: 'drop',
    apply(rows, { conversation_id }, { userId }) {
      const conversation = rows.get('conversations', conversation_id)
      if (!conversation) return
      const handlers = [conversation.assigned_to, rows.get('leads', conversation.lead_id)?.owner_id ?? null]
      if (handlers.includes(userId) || handlers.every((id) => id === null)) {
        rows.put('conversations', { ...conversation, unread_count: 0 })
      }
    },
  }),

  /** Done: closed until the customer writes again. Held when they already have, unseen. */
  'conversation.close': define({
    v: 1,
    args: z.object({
      conversation_id: uuid,
      base: z.object({ status: z.string() }),
      seen_inbound_id: uuid.nullable().optional(),
    }),
    edits: { table: 'conversations', id: 'conversation_id', columns: ['status'] },
    whenParked: 'drop',
    apply: (rows, { conversation_id }) =>
      patch(rows, 'conversations', conversation_id, { status: 'closed', snoozed_until: null, waiting_since: null }),
  }),

  'conversation.reopen': define({
    v: 1,
    args: z.object({ conversation_id: uuid, base: z.object({ status: z.string() }) }),
    edits: { table: 'conversations', id: 'conversation_id', columns: ['status'] },
    whenParked: 'drop',
    apply: (rows, { conversation_id }) =>
      patch(rows, 'conversations', conversation_id, { status: 'open', snoozed_until: null }),
  }),

  /** Hands a conversation to a colleague, to oneself, or (null) back to the lead's owner or the pool. */
  'conversation.assign': define({
    v: 1,
    args: z.object({
      conversation_id: uuid,
      assigned_to: uuid.nullable(),
      base: z.object({ assigned_to: uuid.nullable() }),
    }),
    edits: { table: 'conversations', id: 'conversation_id', columns: ['assigned_to'] },
    whenParked: 'drop',
    apply: (rows, { conversation_id, assigned_to }) => patch(rows, 'conversations', conversation_id, { assigned_to }),
  }),

  /** Put away until a time, or until the customer writes. Held when they already have, unseen. */
  'conversation.snooze': define({
    v: 1,
    args: z.object({
      conversation_id: uuid,
      until: time,
      seen_inbound_id: uuid.nullable().optional(),
      base: z.object({ status: z.string(), snoozed_until: z.int().nullable() }),
    }),
    edits: { table: 'conversations', id: 'conversation_id', columns: ['status', 'snoozed_until'] },
    whenParked: 'drop',
    apply: (rows, { conversation_id, until }) =>
      patch(rows, 'conversations', conversation_id, { status: 'snoozed', snoozed_until: until }),
  }),

  'conversation.unsnooze': define({
    v: 1,
    args: z.object({ conversation_id: uuid }),
    whenParked: 'drop',
    apply(rows, { conversation_id }) {
      if (rows.get('conversations', conversation_id)?.status !== 'snoozed') return
      patch(rows, 'conversations', conversation_id, { status: 'open', snoozed_until: null })
    },
  }),

  'conversation.prioritize': define({
    v: 1,
    args: z.object({
      conversation_id: uuid,
      priority: z.enum(PRIORITIES),
      base: z.object({ priority: z.string() }),
    }),
    edits: { table: 'conversations', id: 'conversation_id', columns: ['priority'] },
    whenParked: 'drop',
    apply: (rows, { conversation_id, priority }) => patch(rows, 'conversations', conversation_id, { priority }),
  }),

  /** Unread for all again: at least the customer's last message. */
  'conversation.mark_unread': define({
    v: 1,
    args: z.object({ conversation_id: uuid }),
    whenParked: 'drop',
    apply(rows, { conversation_id }) {
      const conversation = rows.get('conversations', conversation_id)
      if (!conversation?.last_inbound_id || conversation.unread_count > 0) return
      rows.put('conversations', { ...conversation, unread_count: 1 })
    },
  }),

  /** A person answers here from now on, not the AI. */
  'conversation.take_over': define({
    v: 1,
    args: z.object({ conversation_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { conversation_id }) => patch(rows, 'conversations', conversation_id, { ai_enabled: false }),
  }),

  'conversation.resume_ai': define({
    v: 1,
    args: z.object({ conversation_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { conversation_id }) => patch(rows, 'conversations', conversation_id, { ai_enabled: true }),
  }),
} as const
