/** What waits on this device, and what is kept on it. */
import { z } from 'zod'
import { SPLITS, type Split } from '../../domain/conversation.ts'
import { inboxFilterSchema } from '../../domain/saved-view.ts'
import type { InboxFilter } from '../../domain/triage.ts'

export const OFFLINE_COMMANDS = {
  /** Gives a waiting reply or note another text; `conflict` once it may have reached the server. */
  'outbox.edit': z.object({ seq: z.int(), text: z.string().max(100_000) }),
  /** Fetches and keeps the older messages and the files too of every conversation in a view, now and from now on. */
  'keep.add': z.object({ split: z.enum(SPLITS), filter: inboxFilterSchema }).strict(),
  /** No longer keeps them, and frees what no other kept view needs. */
  'keep.remove': z.object({ id: z.int() }),
} as const

export const OFFLINE_QUERIES = {
  /** Views that are kept on this device, in the order in which they were asked for. */
  'keep.views': z.object({}).strict(),
} as const

export interface KeptView {
  id: number
  split: Split
  filter: InboxFilter
  /** `waiting`: for the network, or for the rep's own changes to be sent. */
  state: 'fetching' | 'waiting' | 'kept'
  /** Conversations that are here completely, of so many in the view. */
  done: number
  total: number
  messages: number
  files: number
  /** Files that stay on the server: too large, beyond what all may take together, or not to be had. */
  files_left: number
  /** Size on this device, about. */
  bytes: number
}

export interface OfflineQueryOutputs {
  'keep.views': readonly KeptView[]
}
