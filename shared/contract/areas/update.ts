/** The contract of the app's own updates. */
import { z } from 'zod'

const nothing = z.object({}).strict()

/** Where updates come from: those for everybody, or those that are tried before. */
export const UPDATE_CHANNELS = ['latest', 'beta'] as const
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number]

export const UPDATE_COMMANDS = {
  /** Looks for an update now. */
  'update.check': nothing,
  /** Ends the app and starts the new version; `conflict` while none is ready. */
  'update.restart': nothing,
  'update.choose_channel': z.object({ channel: z.enum(UPDATE_CHANNELS) }).strict(),
} as const

export const UPDATE_QUERIES = { 'update.state': nothing } as const

/** How far the app is with its own update. `notes` are the release's, as plain text. */
export type UpdateProgress =
  /** This build was published nowhere, or the system's packages update it. */
  | { phase: 'unavailable' }
  /** Nothing newer was found; `checked_at` null before the first look, milliseconds since 1970. */
  | { phase: 'current'; checked_at: number | null }
  | { phase: 'checking' }
  /** `percent` 0 to 100. */
  | { phase: 'downloading'; version: string; notes: string; percent: number }
  | { phase: 'ready'; version: string; notes: string }
  /** It is tried again by itself. */
  | { phase: 'failed'; message: string; at: number }

export interface UpdateState {
  version: string
  channel: UpdateChannel
  progress: UpdateProgress
}

export interface UpdateQueryOutputs {
  'update.state': UpdateState
}
