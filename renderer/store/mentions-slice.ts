import type { StateCreator } from 'zustand/vanilla'
import type { ConflictsSlice } from './conflicts-slice.ts'

export interface MentionsSlice {
  /** Whether the list of mentions leaves out what was read. */
  onlyUnread: boolean
  /** The mention under the cursor; null until there is one. */
  mentionId: string | null
  showMentions: () => void
  setOnlyUnread: (onlyUnread: boolean) => void
  setMention: (id: string | null) => void
  leaveMentions: () => void
}

const EMPTY = { onlyUnread: false, mentionId: null } as const

export const createMentionsSlice: StateCreator<
  MentionsSlice & Pick<ConflictsSlice, 'screen'>,
  [],
  [],
  MentionsSlice
> = (set) => ({
  ...EMPTY,
  showMentions: () => set({ screen: 'mentions' }),
  setOnlyUnread: (onlyUnread) => set({ onlyUnread, mentionId: null }),
  setMention: (mentionId) => set({ mentionId }),
  leaveMentions: () => set(EMPTY),
})
