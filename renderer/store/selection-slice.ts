import type { StateCreator } from 'zustand/vanilla'
import type { StageChoice } from '#shared/contract/lead-models.ts'
import { neighbour, type InboxSlice } from './inbox-slice.ts'

/** Which rows of the list an action on several is about. */
export interface Selection {
  ids: ReadonlySet<string>
  /** All that match the view are, also those that are not loaded. */
  all: boolean
  /** Where a selection that grows row by row began and has got to. */
  stretch: { from: string; to: string } | null
}

/** What is being chosen for the selected conversations. */
export type BulkPicking =
  | { what: 'snooze' | 'priority' | 'stage' | 'tags' | 'assign' }
  /** What this stage asks, which wins or loses the leads. */
  | { what: 'close'; stage: StageChoice }

export interface SelectionSlice {
  selection: Selection
  toggleSelected: (id: string) => void
  /** Moves the cursor, selecting from where it was; back again takes rows out again. */
  extendSelected: (step: number) => void
  /** The same up to a row. */
  extendSelectedTo: (id: string) => void
  selectAll: () => void
  /** Forgets selected rows that are no longer in the list. */
  keepSelected: (rows: readonly { id: string }[]) => void
  clearSelection: () => void
  bulkPicking: BulkPicking | null
  setBulkPicking: (bulkPicking: BulkPicking | null) => void
}

const NONE: Selection = { ids: new Set(), all: false, stretch: null }

export const createSelectionSlice: StateCreator<InboxSlice & SelectionSlice, [], [], SelectionSlice> = (set, get) => ({
  selection: NONE,
  toggleSelected: (id) =>
    set(({ selection, rows }) => {
      const ids = new Set(selection.all ? rows.map((row) => row.id) : selection.ids)
      if (!ids.delete(id)) ids.add(id)
      return { selection: { ids, all: false, stretch: { from: id, to: id } } }
    }),
  extendSelected(step) {
    const { rows, cursorId, openId } = get()
    const to = neighbour(rows, cursorId ?? openId, step)
    if (to !== null) get().extendSelectedTo(to)
  },
  extendSelectedTo: (to) =>
    set(({ selection, rows, cursorId, openId }) => {
      const at = cursorId ?? openId ?? to
      const from = selection.stretch?.to === at ? selection.stretch.from : at
      const ids = new Set(selection.ids)
      for (const id of between(rows, from, at)) ids.delete(id)
      for (const id of between(rows, from, to)) ids.add(id)
      return { selection: { ...selection, ids, stretch: { from, to } }, cursorId: to }
    }),
  selectAll: () =>
    set(({ rows }) => ({ selection: { ids: new Set(rows.map(({ id }) => id)), all: true, stretch: null } })),
  keepSelected: (rows) =>
    set((now) => {
      const { ids, all } = now.selection
      if (all || ids.size === 0) return now
      const present = new Set(rows.map(({ id }) => id))
      const kept = [...ids].filter((id) => present.has(id))
      return kept.length === ids.size ? now : { selection: { ...now.selection, ids: new Set(kept) } }
    }),
  clearSelection: () => set({ selection: NONE }),
  bulkPicking: null,
  setBulkPicking: (bulkPicking) => set({ bulkPicking }),
})

export const hasSelection = ({ selection }: SelectionSlice): boolean => selection.all || selection.ids.size > 0

/** The rows from one to another in either direction, both included; none when one of them is not in the list. */
function between(rows: readonly { id: string }[], from: string, to: string): string[] {
  const ends = [from, to].map((id) => rows.findIndex((row) => row.id === id))
  if (ends.includes(-1)) return []
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ id }) => id)
}
