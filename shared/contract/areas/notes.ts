/** The contract of notes beyond writing one in a conversation. */
import { z } from 'zod'
import { NOTE_TYPES, type NoteType } from '../../domain/vocabulary.ts'
import { words } from '../../domain/mutations/arguments.ts'

/** What a draft of a note has beside its text. */
export const noteDraftFields = {
  note: z
    .object({
      /** Whom a new one is about; null until the rep has said. */
      lead: z.object({ id: z.uuid(), label: z.string().nullable() }).nullable(),
      type: z.enum(NOTE_TYPES),
      is_pinned: z.boolean(),
      tags: words,
    })
    .optional(),
}
export type NoteDraft = NonNullable<z.output<(typeof noteDraftFields)['note']>>

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
  tags: string[]
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
