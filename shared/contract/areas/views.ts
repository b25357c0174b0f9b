/** The contract of saved views: splits, orders and filters of the inbox under a name, a rep's own or the team's. */
import { z } from 'zod'
import { inboxViewSchema } from '../../domain/saved-view.ts'
import type { InboxViewDefinition } from '../../domain/triage.ts'

const name = z.string().trim().min(1, 'A view needs a name.').max(200)

export const VIEWS_COMMANDS = {
  /** `conflict` when the rep has a view of this name. */
  'view.save': z.object({ name, is_shared: z.boolean(), view: inboxViewSchema }).strict(),
  /** Renames it, shares it or not, or sets what it shows; only what is given changes. */
  'view.edit': z
    .object({
      view_id: z.uuid(),
      set: z.object({ name, is_shared: z.boolean(), view: inboxViewSchema }).partial().strict(),
    })
    .strict(),
  'view.delete': z.object({ view_id: z.uuid() }),
} as const

export const VIEWS_QUERIES = {
  /** The rep's own first, then those that colleagues share. */
  'views.list': z.object({}).strict(),
} as const

export interface SavedView {
  id: string
  name: string
  /** Own views can be changed; those of colleagues can be used. */
  is_own: boolean
  owner_name: string
  is_shared: boolean
  view: InboxViewDefinition
}

export interface ViewsCommandOutputs {
  'view.save': { view_id: string }
}

export interface ViewsQueryOutputs {
  'views.list': SavedView[]
}
