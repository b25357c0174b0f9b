import { z } from 'zod'
import { newConversation, previewOf } from '../conversation.ts'
import { body, uuid } from './arguments.ts'
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

  /** A reply to the customer. The server decides whether it may leave (opt-out, a newer inbound message). */
  'message.send': define({
    v: 1,
    args: z.object({
      message_id: uuid,
      conversation_id: uuid,
      body: body.min(1, 'A message needs text'),
      /** Sent along when the reply was written offline: the last inbound message the rep had seen. */
      seen_inbound_id: uuid.nullable().optional(),
    }),
    whenParked: 'keep',
    apply(rows, args, { userId, at }) {
      const conversation = rows.get('conversations', args.conversation_id)
      if (!conversation || rows.get('messages', args.message_id)) return
      rows.put('messages', {
        id: args.message_id,
        conversation_id: conversation.id,
        lead_id: conversation.lead_id,
        platform: conversation.platform,
        direction: 'outbound',
        sender_type: 'agent',
        sender_id: userId,
        content_type: 'text',
        subject: null,
        body: args.body,
        status: 'queued',
        error: null,
        ai_generated: false,
        metadata: {},
        sent_at: null,
        delivered_at: null,
        read_at: null,
        failed_at: null,
        created_at: at,
        updated_at: at,
      })
      rows.put('conversations', {
        ...conversation,
        message_count: conversation.message_count + 1,
        last_message_at: Math.max(at, conversation.last_message_at ?? 0),
        last_message_preview: previewOf(args.body),
        last_message_direction: 'outbound',
        waiting_since: null,
        unread_count: 0,
      })
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
} as const
