/** The contract of presence: who else has a conversation before them, and who is typing in it, at this moment. */
import { z } from 'zod'
import { windowId } from './pop-outs.ts'

export const PRESENCE_COMMANDS = {
  /** Tells the team which conversation the rep has before them in a window that has the keys; null when none. */
  'presence.show': z.object({ conversation_id: z.uuid().nullable(), window: windowId }),
  /** The rep types in it; the team sees so for a few seconds. */
  'presence.typing': z.object({ conversation_id: z.uuid() }),
} as const

export const PRESENCE_QUERIES = {
  /** Colleagues only; empty without a connection. */
  'presence.list': z.object({}).strict(),
} as const

/** A colleague in a conversation. */
export interface PresentPerson {
  conversation_id: string
  user_id: string
  typing: boolean
}

export interface PresenceOutputs {
  'presence.list': PresentPerson[]
}
