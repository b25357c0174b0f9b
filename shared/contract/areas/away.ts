/** "While you were away": what happened to the rep's leads between two moments at which the cache equalled the server. */
import { z } from 'zod'
import type { Platform } from '../../domain/vocabulary.ts'

/** An absence shorter than this tells nothing that the inbox does not show at a glance. */
export const AWAY_MS = 15 * 60_000

export const AWAY_COMMANDS = {
  /** The rep has seen the digest of absences up to `to`: it does not come back. */
  'away.dismiss': z.object({ to: z.number() }),
} as const

export const AWAY_QUERIES = {
  /** Null when there was no absence, or nothing happened meanwhile, or it was dismissed. */
  'away.digest': z.object({}).strict(),
} as const

export interface AwayOutputs {
  'away.digest': AwayDigest | null
}

/** What can have happened to a conversation, the most urgent first. */
export const AWAY_KINDS = ['attention', 'hot', 'assigned', 'message', 'done'] as const
export type AwayKind = (typeof AWAY_KINDS)[number]

export interface AwayDigest {
  /** When the cache last equalled the server before, and when it did again. */
  from: number
  to: number
  /** Conversations per kind; messages: how many messages. */
  counts: Record<AwayKind, number>
  /** Those of the most urgent kind first, then newest first. */
  items: AwayItem[]
  /** How many more there are than `items`. */
  more: number
}

export interface AwayItem {
  conversation_id: string
  lead_id: string
  lead_label: string | null
  platform: Platform
  preview: string
  at: number
  /** All that happened to it, the most urgent first. */
  kinds: AwayKind[]
  /** New messages of the customer. */
  messages: number
}
