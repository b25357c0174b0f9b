import { z } from 'zod'
import { NOTE_TYPES } from '../vocabulary.ts'
import { body, text, uuid, words } from './arguments.ts'
import { define, patch } from './define.ts'

export const noteFieldsSchema = z.object({
  title: text(300).nullable().optional(),
  body: body.optional(),
  type: z.enum(NOTE_TYPES).optional(),
  is_pinned: z.boolean().optional(),
  tags: words.optional(),
})

/** What a rep does with the notes on a lead. */
export const NOTE_MUTATIONS = {
  'note.create': define({
    v: 1,
    args: z.object({
      note_id: uuid,
      lead_id: uuid,
      title: text(300).nullable(),
      body,
      type: z.enum(NOTE_TYPES),
    }),
    whenParked: 'keep',
    apply(rows, args, { userId, at }) {
      if (!rows.get('leads', args.lead_id) || rows.get('notes', args.note_id)) return
      rows.put('notes', {
        id: args.note_id,
        lead_id: args.lead_id,
        deal_id: null,
        title: args.title,
        body: args.body,
        type: args.type,
        is_pinned: false,
        tags: [],
        created_by: userId,
        created_at: at,
        updated_at: at,
      })
    },
  }),

  'note.edit': define({
    v: 1,
    args: z.object({ note_id: uuid, set: noteFieldsSchema, base: noteFieldsSchema }),
    edits: { table: 'notes', id: 'note_id' },
    whenParked: 'drop',
    apply: (rows, { note_id, set }, { at }) => patch(rows, 'notes', note_id, { ...set, updated_at: at }),
  }),

  'note.delete': define({
    v: 1,
    args: z.object({ note_id: uuid }),
    whenParked: 'drop',
    apply: (rows, { note_id }) => rows.delete('notes', note_id),
  }),
} as const
