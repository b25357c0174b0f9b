/** The contract of notes beyond writing one in a conversation. */
import { z } from 'zod'
import type { NoteType } from '../../domain/vocabulary.ts'

export const NOTES_COMMANDS = {
  /** Asks where to, and saves all notes of a lead there as one Markdown file. */
  'notes.export': z.object({ lead_id: z.uuid() }),
} as const

/** A note as it is exported. */
export interface ExportedNote {
  title: string | null
  body: string
  type: NoteType
  is_pinned: boolean
  author_name: string | null
  /** Milliseconds since 1970. */
  created_at: number
}

export interface LeadNotes {
  label: string | null
  /** Oldest first. */
  notes: ExportedNote[]
}

export interface NotesCommandOutputs {
  /** The name it was saved under; null when the rep gave up. */
  'notes.export': { saved_as: string | null }
}
