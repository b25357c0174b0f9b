/** Checks views of the inbox, and saved ones: what the columns `filters` and `sort` of `saved_views` hold for the kind `inbox`. */
import { z } from 'zod'
import { SPLITS } from './conversation.ts'
import { MAX_TAGS, SORTS, type InboxViewDefinition } from './triage.ts'

export const inboxFilterSchema = z
  .object({
    channel_id: z.uuid(),
    handler_id: z.uuid().nullable(),
    stage_id: z.uuid().nullable(),
    tags: z.array(z.string().min(1).max(100)).min(1).max(MAX_TAGS),
  })
  .partial()
  .strict()

export const inboxViewSchema = z
  .object({ split: z.enum(SPLITS), sort: z.enum(SORTS), filter: inboxFilterSchema })
  .strict()

const filtersSchema = z.object({ split: z.enum(SPLITS), filter: inboxFilterSchema })
const sortSchema = z.tuple([z.object({ by: z.enum(SORTS) })])

/** The columns of a view, as arguments of its mutations take them. */
export const viewColumns = ({ split, sort, filter }: InboxViewDefinition) => ({
  filters: { split, filter },
  sort: [{ by: sort }],
})

/** What the columns of a view say; null when this version does not understand them. */
export function readView(filters: unknown, sort: unknown): InboxViewDefinition | null {
  const [read, order] = [filtersSchema.safeParse(filters), sortSchema.safeParse(sort)]
  return read.success && order.success ? { ...read.data, sort: order.data[0].by } : null
}
