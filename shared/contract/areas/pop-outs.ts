/** The contract of conversations in windows of their own. */
import { z } from 'zod'
import type { Draft } from '../read-models.ts'
import { SCREENS } from './place.ts'

/** Which window of the app: the main one, or the one of a conversation, by its id. */
export const windowId = z.union([z.literal('main'), z.uuid()]).default('main')
export type WindowId = z.output<typeof windowId>

const ofConversation = z.object({ conversation_id: z.uuid() }).strict()

export const POP_OUT_COMMANDS = {
  /** Opens the conversation in a window of its own, or brings that forward. */
  'popout.open': ofConversation,
  'popout.close': ofConversation,
  /** Brings the main window forward on one of its screens; of the Conflict Centre, with what waits in a conversation. */
  'window.go': z.object({ screen: z.enum(SCREENS), conversation_id: z.uuid().nullable() }).strict(),
} as const

export interface PopOutEvents {
  /** Another window has changed the draft of this conversation, or of another id that drafts are kept under. */
  'draft.changed': { conversation_id: string; draft: Draft }
}
