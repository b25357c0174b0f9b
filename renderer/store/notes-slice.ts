import type { StateCreator } from 'zustand/vanilla'
import type { TimelineNote } from '#shared/contract/read-models.ts'
import type { LeadRef } from './tasks-slice.ts'

/** The note that is being written: a new one (of a lead, where one is at hand), or one there is. */
export type NoteSheet =
  | { what: 'new'; lead: LeadRef | null }
  | { what: 'edit'; note: Pick<TimelineNote, 'id' | 'body' | 'type' | 'is_pinned' | 'tags'> }

export interface NotesSlice {
  noteSheet: NoteSheet | null
  showNoteSheet: (sheet: NoteSheet | null) => void
}

export const createNotesSlice: StateCreator<NotesSlice> = (set) => ({
  noteSheet: null,
  showNoteSheet: (noteSheet) => set({ noteSheet }),
})
