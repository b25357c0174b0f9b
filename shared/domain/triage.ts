/** How a rep narrows and orders the inbox: splits, sorts and filters that both sides of the contract and saved views share. */
import { z } from 'zod'

/** Newest first; longest without an answer first; most urgent first; highest lead score first. */
export const SORTS = ['newest', 'waiting', 'priority', 'score'] as const
export type Sort = (typeof SORTS)[number]

/** More tags than a person combines; each is one more lookup per row. */
const MAX_TAGS = 5

/**
 * What the rows must all fulfil; what is absent does not matter. `handler_id` and `stage_id` may be null: nobody works it,
 * the lead has no stage.
 */
export const inboxFilterSchema = z
  .object({
    channel_id: z.uuid(),
    handler_id: z.uuid().nullable(),
    stage_id: z.uuid().nullable(),
    tags: z.array(z.string().min(1).max(100)).min(1).max(MAX_TAGS),
  })
  .partial()
  .strict()
export type InboxFilter = z.infer<typeof inboxFilterSchema>

export const NO_FILTER: InboxFilter = {}

/** How many things are asked for; 0 when every row of the split shows. */
export function filterSize({ tags, ...rest }: InboxFilter): number {
  return Object.values(rest).filter((value) => value !== undefined).length + (tags?.length ?? 0)
}

/** The filter with another tag, or without the one that it had; at most as many as the contract takes. */
export function withTag(filter: InboxFilter, tag: string): InboxFilter {
  const { tags = [], ...rest } = filter
  const next = tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag].slice(-MAX_TAGS)
  return next.length > 0 ? { ...rest, tags: next } : rest
}
