/** Writing to customers: by which channel, with which words, and what stands against it. */
import { z } from 'zod'
import { MAX_FILES } from '../../domain/outgoing-files.ts'
import type { TemplateValues } from '../../domain/template.ts'
import type { MessageStatus, Platform } from '../../domain/vocabulary.ts'
import type { SaveState } from '../read-models.ts'

const uuid = z.uuid()

/** How a reply is to leave, beside its words. */
export const replyFields = {
  /** The channel by which it leaves; missing: that of the conversation. */
  via: uuid.optional(),
  /** Of an e-mail. */
  subject: z.string().max(300).optional(),
  /** An approved template instead of own words, and what the rep typed into its places. */
  template: z.object({ id: uuid, values: z.record(z.string().max(100), z.string().max(1_000)) }).optional(),
}

export const COMPOSER_COMMANDS = {
  'message.send': z.object({
    conversation_id: uuid,
    body: z.string().max(100_000),
    via: replyFields.via,
    subject: replyFields.subject,
    /** An approved template whose words these are, with what fills its places in order. */
    template: z.object({ id: uuid, variables: z.array(z.string().max(1_000)).max(50) }).optional(),
    /** Files of the draft that go with it; it waits on this device until they are stored. */
    file_ids: z.array(uuid).max(MAX_FILES).optional(),
    /** When it is to leave, milliseconds since 1970; missing: as soon as it can no longer be taken back. */
    scheduled_for: z.int().optional(),
  }),
  /** Has a message that waits leave at another time; null: as soon as it can no longer be taken back. */
  'message.reschedule': z.object({ message_id: uuid, scheduled_for: z.int().nullable() }),
  /**
   * Takes a reply back that has not left: out of the queue of this device while it has never been on its way to the team,
   * else with the server's consent, which \`message.fate\` then tells of.
   */
  'message.take_back': z.object({ message_id: uuid }),
  /** Tries a failed message again, once for each failure (`failed_at`) that the rep saw. */
  'message.retry': z.object({ message_id: uuid, failed_at: z.int().nullable() }),
  /** Takes a message back that has not left. */
  'message.cancel': z.object({ message_id: uuid }),
  /** A person answers here from now on. */
  'conversation.take_over': z.object({ conversation_id: uuid }),
  /** The AI answers here again; where it was switched off for the whole lead, there too. */
  'conversation.resume_ai': z.object({ conversation_id: uuid }),
} as const

export const COMPOSER_QUERIES = {
  /** Null when the conversation is not in the cache. */
  'reply.options': z.object({ conversation_id: uuid }),
  'reply.templates': z.object({ conversation_id: uuid }),
  /** What became of a message; null when it is not in the cache. */
  'message.fate': z.object({ message_id: uuid }),
} as const

/**
 * Why a channel cannot be used. `opted_out`: the customer does not want it · `no_address`: nothing is known to write to ·
 * `not_written`: only who has written there can be answered · `calls_only` · `channel_off`.
 */
export type ReplyObstacle = 'opted_out' | 'no_address' | 'not_written' | 'calls_only' | 'channel_off'

/** A channel by which a customer may be answered. */
export interface ReplyVia {
  channel_id: string
  channel_name: string
  platform: Platform
  /** Null: the first message begins one. */
  conversation_id: string | null
  /** What the customer is reached by there: a handle, a number, an address. */
  address: string | null
  obstacle: ReplyObstacle | null
  /** When the customer last wrote there, milliseconds since 1970. */
  last_inbound_at: number | null
  /** Of an e-mail conversation: what it was last about. */
  last_subject: string | null
}

/**
 * Who answers. `ai`: the AI, until somebody takes over · `person` · `off`: a person, and the AI cannot be asked to (it
 * was switched off for this address).
 */
export type Answering = 'ai' | 'person' | 'off'

export interface ReplyOptions {
  lead_id: string
  /** The two switches that `answering` follows from. */
  conversation_ai: boolean
  lead_ai: boolean
  /** The customer is not to be contacted at all. */
  do_not_contact: boolean
  answering: Answering
  /** The conversation's own channel first, then by name. */
  vias: ReplyVia[]
}

export interface ComposerCommandOutputs {
  /** `leaves_at`: when it leaves, and until when it can be taken back, milliseconds since 1970 · `online`: the network is there to take it. */
  'message.send': { message_id: string; leaves_at: number; online: boolean }
  /** Whether it is certain already that it will not leave. */
  'message.take_back': { settled: boolean }
}

export interface ReplyTemplate {
  id: string
  name: string
  /** The channel it is written for; `any` for all. */
  type: Platform | 'any'
  category: string | null
  /** Inserts it in the composer: `/hello`. */
  shortcut: string | null
  subject: string | null
  content: string
  /** By WhatsApp, to be sent when the time to answer freely is over. */
  approved: boolean
}

export interface ReplyTemplates {
  /** By name. */
  templates: ReplyTemplate[]
  /** What fills their places in this conversation. */
  values: TemplateValues
}

export interface MessageFate {
  status: MessageStatus
  save_state: SaveState
  /** The change that was to take it back and came too late, for `attention.discard`; null when there is none. */
  too_late: number | null
}

export interface ComposerQueryOutputs {
  'message.fate': MessageFate | null
  'reply.templates': ReplyTemplates
  'reply.options': ReplyOptions | null
}
