/** Saved views of the inbox: what the columns `filters` and `sort` of `saved_views` hold for the kind `inbox`. */
import { z } from 'zod'
import { SPLITS } from './conversation.ts'
import { SORTS, inboxFilterSchema, type InboxFilter } from './triage.ts'

/** What the list shows: a split, in an order, narrowed by a filter. */
export const inboxViewSchema = z
  .object({ split: z.enum(SPLITS), sort: z.enum(SORTS), filter: inboxFilterSchema })
  .strict()
export type InboxViewDefinition = z.infer<typeof inboxViewSchema>

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

/** Whether two views show the same, in whatever order their filters were put together. */
export function isSameView(one: InboxViewDefinition, other: InboxViewDefinition): boolean {
  return (
    one.split === other.split &&
    one.sort === other.sort &&
    JSON.stringify(sorted(one.filter)) === JSON.stringify(sorted(other.filter))
  )
}

function sorted({ tags, ...rest }: InboxFilter): unknown[] {
  const asked = Object.entries(rest).filter(([, value]) => value !== undefined)
  return [...asked.toSorted(([a], [b]) => (a < b ? -1 : 1)), tags?.toSorted() ?? []]
}
