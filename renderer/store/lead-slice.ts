import type { StateCreator } from 'zustand/vanilla'

/** A dialog about leads: a new one, one of which no conversation is open, or two that are to become one. */
export type LeadDialog =
  | { kind: 'new' }
  | { kind: 'lead'; lead_id: string }
  /** A deal of the lead; null for a new one. */
  | { kind: 'deal'; lead_id: string; deal_id: string | null }
  | { kind: 'merge'; survivor_id: string; absorbed_id: string }

export interface LeadSlice {
  leadDialog: LeadDialog | null
  showLeadDialog: (dialog: LeadDialog | null) => void
}

export const createLeadSlice: StateCreator<LeadSlice> = (set) => ({
  leadDialog: null,
  showLeadDialog: (leadDialog) => set({ leadDialog }),
})
