/** The contract of where the rep is in the main window: what a crash is not to take from them. */
import { z } from 'zod'
import { SPLITS } from '../../domain/conversation.ts'
import { inboxFilterSchema } from '../../domain/saved-view.ts'
import { SORTS } from '../../domain/triage.ts'
import { NOTE_TYPES } from '../../domain/vocabulary.ts'
import { TASK_LISTS } from './tasks.ts'

const lead = z.object({ id: z.uuid(), label: z.string().nullable() })

/** The screens of the main window. */
export const SCREENS = ['inbox', 'conflicts', 'search', 'pipeline', 'mentions', 'tasks'] as const

export const placeSchema = z
  .object({
    screen: z.enum(SCREENS),
    split: z.enum(SPLITS),
    filter: inboxFilterSchema,
    /** The saved view that was chosen. */
    view: z.object({ id: z.uuid(), sort: z.enum(SORTS) }).nullable(),
    open_id: z.uuid().nullable(),
    /** What was in the middle of the thread; null at its end. */
    around: z.uuid().nullable(),
    lead_panel: z.boolean(),
    search_text: z.string().max(1000),
    pipeline_id: z.uuid().nullable(),
    task_list: z.enum(TASK_LISTS),
    task_view: z.enum(['list', 'week']),
    /** The lead whose panel lay over the screen. */
    lead_id: z.uuid().nullable(),
    /** The note that was being written; its text is a draft. */
    note: z
      .discriminatedUnion('what', [
        z.object({ what: z.literal('new'), lead: lead.nullable() }),
        z.object({
          what: z.literal('edit'),
          note: z.object({
            id: z.uuid(),
            body: z.string().max(100_000),
            type: z.enum(NOTE_TYPES),
            is_pinned: z.boolean(),
            tags: z.array(z.string()),
          }),
        }),
      ])
      .nullable(),
  })
  .strict()
export type Place = z.infer<typeof placeSchema>

export const PLACE_COMMANDS = {
  'place.keep': placeSchema,
  /** Where the rep was when the window, or all of the app, ended without having been asked to; null for nowhere. */
  'place.load': z.object({}).strict(),
} as const

export interface PlaceCommandOutputs {
  'place.load': Place | null
}
