import type { StateCreator } from 'zustand/vanilla'
import type { Place } from '#shared/contract/areas/place.ts'
import type { RecordRef } from '#shared/contract/conflict-models.ts'

export const CONFLICT_TABS = ['needs_you', 'waiting', 'merged', 'discarded'] as const
export type ConflictTab = (typeof CONFLICT_TABS)[number]

export interface ConflictsSlice {
  /** Which part of the window is shown. */
  screen: Place['screen']
  conflictTab: ConflictTab
  /** The change under the cursor; null until one is chosen. */
  conflictSeq: number | null
  /** The conversation whose changes are asked for, until one of them is under the cursor. */
  conflictsOf: string | null
  /** The record whose looks are being explained. */
  story: RecordRef | null
  showInbox: () => void
  /** @param conversationId starts with a change that was made in this conversation */
  showConflicts: (conversationId?: string | null) => void
  showConflictTab: (tab: ConflictTab) => void
  setConflict: (seq: number | null) => void
  tellStory: (record: RecordRef | null) => void
}

export const createConflictsSlice: StateCreator<ConflictsSlice> = (set) => ({
  screen: 'inbox',
  conflictTab: 'needs_you',
  conflictSeq: null,
  conflictsOf: null,
  story: null,
  showInbox: () => set({ screen: 'inbox' }),
  showConflicts: (conversationId = null) =>
    set({ screen: 'conflicts', conflictTab: 'needs_you', conflictSeq: null, conflictsOf: conversationId }),
  showConflictTab: (conflictTab) => set({ conflictTab }),
  setConflict: (conflictSeq) => set({ conflictSeq, conflictsOf: null }),
  tellStory: (story) => set({ story }),
})
