import type { StateCreator } from 'zustand/vanilla'

export type Overlay =
  | 'help'
  | 'licenses'
  | 'status'
  | 'sign-out'
  | 'assign'
  | 'away'
  | 'palette'
  | 'filter'
  | 'settings'
  | 'performance'
  | 'import'
  | 'export'
  | 'print'

export interface OverlaySlice {
  /** The one sheet, menu or dialog that a key can open too; null when none is. */
  overlay: Overlay | null
  showOverlay: (overlay: Overlay | null) => void
}

export const createOverlaySlice: StateCreator<OverlaySlice> = (set) => ({
  overlay: null,
  showOverlay: (overlay) => set({ overlay }),
})
