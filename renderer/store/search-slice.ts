import type { StateCreator } from 'zustand/vanilla'
import type { KeyAction } from '../keyboard/key-map.ts'
import type { ConflictsSlice } from './conflicts-slice.ts'

export interface SearchSlice {
  /** What was typed last; it is still there when the rep comes back from a hit. */
  searchText: string
  /** What the palette was asked for, latest first. */
  recentEntries: readonly string[]
  /** An action chosen in the palette, until the screen that it is of has run it. */
  askedAction: KeyAction | null
  setSearchText: (text: string) => void
  /** @param text what to search for; what was typed last when left out */
  showSearch: (text?: string) => void
  rememberEntry: (id: string) => void
  askAction: (action: KeyAction | null) => void
  leaveSearch: () => void
}

const RECENT = 6

export const createSearchSlice: StateCreator<SearchSlice & Pick<ConflictsSlice, 'screen'>, [], [], SearchSlice> = (
  set,
) => ({
  searchText: '',
  recentEntries: [],
  askedAction: null,
  setSearchText: (searchText) => set({ searchText }),
  showSearch: (text) => set((now) => ({ screen: 'search', searchText: text ?? now.searchText })),
  rememberEntry: (id) =>
    set((now) => ({ recentEntries: [id, ...now.recentEntries.filter((other) => other !== id)].slice(0, RECENT) })),
  askAction: (askedAction) => set({ askedAction }),
  leaveSearch: () => set({ searchText: '', recentEntries: [], askedAction: null }),
})
