/** What the driver and a rep's process say to each other, one JSON object a line. */
import type { SyncState } from '#shared/contract/read-models.ts'
import type { Mutation } from '#shared/domain/mutations.ts'

export type Request =
  /** A rep's change; `base` of an edit is filled in from what is on the rep's screen. */
  | { do: 'change'; id: string; change: Mutation }
  /** "Sync now". */
  | { do: 'wake' }

export type Report =
  | { what: 'ready' }
  /** The change is durable on this device: from here on it may never be lost. */
  | { what: 'kept'; id: string }
  | { what: 'state'; state: SyncState; pending: number; attention: number }
