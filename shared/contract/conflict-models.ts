/** What the Conflict Centre shows besides its list (`AttentionItem`). Times are milliseconds since 1970. */
import type { AttentionItem } from './read-models.ts'

/** A value as the server keeps it, and in words. */
export interface ShownValue {
  value: unknown
  text: string
}

/** Who wrote a value and when, as far as this device knows. */
export interface Authorship {
  /** Name of a colleague or "You"; null when the server does not say who. */
  by: string | null
  at: number | null
}

/** How a field can be given a new value; null where it cannot. */
export type FieldEditor =
  | { kind: 'line' }
  | { kind: 'lines' }
  | { kind: 'choice'; choices: { value: string | boolean | null; label: string }[] }

export interface ConflictField {
  column: string
  label: string
  /** What both had seen before; null where it is not known. */
  base: ShownValue | null
  mine: ShownValue
  /** What stands on the server; null where nothing does, as for a message. */
  theirs: (ShownValue & Authorship) | null
  editor: FieldEditor | null
  suggested: 'mine' | 'theirs'
}

/** A record whose making can be explained. */
export const EXPLAINED_TABLES = ['leads', 'conversations', 'notes'] as const
export type ExplainedTable = (typeof EXPLAINED_TABLES)[number]
export interface RecordRef {
  table: ExplainedTable
  id: string
}

export interface ConflictDetail extends AttentionItem {
  fields: ConflictField[]
  record: RecordRef | null
  /** The other lead that has the same phone number, where the rep may see it. */
  duplicate: { lead_id: string; label: string | null; conversation_id: string | null } | null
}

/** One thing that was given up and can be had again. */
export interface DiscardedItem {
  id: number
  title: string
  /** `discarded` by the rep · `theirs` or `edited`: mine, which gave way · `overwritten`: theirs, which mine replaced. */
  why: 'discarded' | 'theirs' | 'edited' | 'overwritten'
  text: string
  lead_label: string | null
  /** How many changes that depended on it were discarded with it. */
  dependents: number
  discarded_at: number
  /** After this it is deleted. */
  kept_until: number
}

/** A change that waits to be saved to the team. */
export interface OutboxItem {
  seq: number
  title: string
  text: string
  state: 'waiting' | 'sending'
  conversation_id: string | null
  at: number
  /** False once it may have reached the server: then it can no longer be taken back. */
  can_discard: boolean
  /** The text of a reply or note, while it can still be given another; else null. */
  editable_text: string | null
}

export interface OutboxView {
  total: number
  /** The oldest, in the order in which they are sent. */
  items: OutboxItem[]
}

/** Why a record looks as it does: the server's row, what lies over it, and what last changed on the server. */
export interface RecordStory {
  title: string
  /** When this device last equalled the server; null before the first sync. */
  synced_at: number | null
  /** False for one that exists on this device alone. */
  on_server: boolean
  /** Queued changes in the order in which they are laid over the server's row. */
  changes: RecordChange[]
  fields: RecordField[]
  /** The last change of the server's row that this device saw arrive; null when it saw none. */
  last_change: RecordArrival | null
}

export interface RecordChange {
  seq: number
  title: string
  state: 'waiting' | 'sending' | 'sent' | 'parked'
  /** A parked change of which the server's value is shown instead. */
  hidden: boolean
  at: number
}

export interface RecordField {
  column: string
  label: string
  /** Null where the server has no such record. */
  server: string | null
  /** What each change makes of it, by its `seq`; only those that touch it. */
  steps: { seq: number; text: string }[]
  shown: string
}

export interface RecordArrival {
  at: number
  /** Who wrote each field where that is known: the rep, or the one who moved the stage. */
  fields: { column: string; label: string; before: string; after: string; by: string | null }[]
}
