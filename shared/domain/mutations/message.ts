import { z } from 'zod'
import type { ContentType } from '../vocabulary.ts'
import { MAX_ATTACHMENT_BYTES } from '../media-type.ts'
import { MAX_FILES } from '../outgoing-files.ts'
import { previewOf } from '../conversation.ts'
import { body, text, time, uuid } from './arguments.ts'
import { define, patch } from './define.ts'

/** What may stand against a message and be sent over all the same; never an opt-out or a provider's rule. */
export const ACCEPTABLE = ['customer_replied', 'owner_changed', 'ai_changed'] as const
export type Acceptable = (typeof ACCEPTABLE)[number]

/** Statuses of a message that has not left yet. */
const UNSENT: ReadonlySet<string> = new Set(['scheduled', 'queued', 'held', 'failed'])

const subject = text(300).nullable()
const words = body.min(1, 'A message needs text')

/** A file that the desktop has stored at the path that follows from its id (`sentFilePath`). */
const sentFile = z.object({
  attachment_id: uuid,
  file_name: text(300).min(1),
  content_type: z.string().regex(/^[a-z0-9.+-]{1,100}\/[a-z0-9.+-]{1,100}$/),
  size_bytes: z.int().min(0).max(MAX_ATTACHMENT_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SentAttachment = z.infer<typeof sentFile>

/** As `app.content_type_of` has it. */
function contentTypeOf(first: SentAttachment | undefined): ContentType {
  if (!first) return 'text'
  const [kind] = first.content_type.split('/')
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
}

/** What a rep does with messages to customers. */
export const MESSAGE_MUTATIONS = {
  /**
   * A reply to the customer. The server decides whether it may leave, and holds it (`customer_replied`, `owner_changed`,
   * `ai_changed`, `opted_out`, `do_not_contact`, `messaging_window`). Version 1 had the first four arguments, version 3
   * added `attachments`.
   */
  'message.send': define({
    v: 3,
    args: z
      .object({
        message_id: uuid,
        conversation_id: uuid,
        /** May be empty beside files. */
        body,
        /** Sent along when the reply was written offline: the last inbound message the rep had seen. */
        seen_inbound_id: uuid.nullable().optional(),
        /** What else the rep saw: whose the lead was, and whether the AI answered there. */
        seen: z.object({ owner_id: uuid.nullable().optional(), ai_enabled: z.boolean().optional() }).optional(),
        /** What stood against it when it was held, and the rep decided to send it over. */
        accept: z.array(z.enum(ACCEPTABLE)).optional(),
        /** Another conversation of the same lead, by whose channel it leaves. */
        via_conversation_id: uuid.nullable().optional(),
        subject: subject.optional(),
        template_id: uuid.nullable().optional(),
        /** What fills the places of an approved template, in order. */
        variables: z.array(text(1_000)).max(50).optional(),
        /** When it is to leave; missing or past: at once. */
        scheduled_for: time.nullable().optional(),
        /** What goes with it; each is stored before the message is sent to the server. */
        attachments: z.array(sentFile).min(1).max(MAX_FILES).optional(),
      })
      .refine(({ body, attachments }) => body !== '' || attachments, { error: 'A message needs text or a file' }),
    whenParked: 'keep',
    apply(rows, args, { userId, at }) {
      const conversation = rows.get('conversations', args.via_conversation_id ?? args.conversation_id)
      if (!conversation || rows.get('messages', args.message_id)) return
      const isLater = (args.scheduled_for ?? 0) > at
      rows.put('messages', {
        id: args.message_id,
        conversation_id: conversation.id,
        lead_id: conversation.lead_id,
        platform: conversation.platform,
        direction: 'outbound',
        sender_type: 'agent',
        sender_id: userId,
        content_type: contentTypeOf(args.attachments?.[0]),
        subject: args.subject ?? null,
        body: args.body,
        status: isLater ? 'scheduled' : 'queued',
        error: null,
        ai_generated: false,
        metadata: isLater ? { scheduled_for: args.scheduled_for } : {},
        sent_at: null,
        delivered_at: null,
        read_at: null,
        failed_at: null,
        created_at: at,
        updated_at: at,
      })
      for (const { attachment_id, ...file } of args.attachments ?? []) {
        rows.put('attachments', {
          id: attachment_id,
          lead_id: conversation.lead_id,
          message_id: args.message_id,
          bucket: 'attachments',
          path: `sent/${attachment_id}`,
          ...file,
          metadata: {},
          created_at: at,
          updated_at: at,
        })
      }
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

  /** Takes a message back while it has not left (`already_sent`). */
  'message.cancel': define({
    v: 1,
    args: z.object({ message_id: uuid }),
    whenParked: 'drop',
    apply(rows, { message_id }) {
      if (UNSENT.has(rows.get('messages', message_id)?.status ?? '')) {
        patch(rows, 'messages', message_id, { status: 'cancelled', error: null })
      }
    },
  }),

  /** Tries a failed message again, once for each failure that the rep saw. */
  'message.retry': define({
    v: 1,
    args: z.object({ message_id: uuid, failed_at: time.nullable() }),
    whenParked: 'drop',
    apply(rows, { message_id, failed_at }) {
      const message = rows.get('messages', message_id)
      if (message?.status !== 'failed' || message.failed_at !== failed_at) return
      rows.put('messages', { ...message, status: 'queued', error: null, failed_at: null })
    },
  }),

  /** Changes words and time of a message that waits for its time; `base` is what the rep saw. */
  'message.edit_scheduled': define({
    v: 1,
    args: z.object({
      message_id: uuid,
      set: z.object({ body: words.optional(), subject: subject.optional(), scheduled_for: time.optional() }),
      base: z.object({ body: z.string(), subject: z.string().nullable(), metadata: z.record(z.string(), z.unknown()) }),
    }),
    edits: { table: 'messages', id: 'message_id', columns: ['body', 'subject', 'metadata'] },
    whenParked: 'keep',
    apply(rows, { message_id, set }) {
      const message = rows.get('messages', message_id)
      if (message?.status !== 'scheduled') return
      const { scheduled_for, ...changed } = set
      const metadata = z.record(z.string(), z.unknown()).catch({}).parse(message.metadata)
      rows.put('messages', {
        ...message,
        ...changed,
        ...(scheduled_for !== undefined && { metadata: { ...metadata, scheduled_for } }),
      })
    },
  }),
} as const
