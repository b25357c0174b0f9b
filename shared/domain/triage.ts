/**
 * How a rep narrows and orders the inbox: sorts, filters and views. What checks them, which the page does without, is in
 * saved-view.ts.
 */
import type { Split } from './conversation.ts'

/** Newest first; longest without an answer first; most urgent first; highest lead score first. */
export const SORTS = ['newest', 'waiting', 'priority', 'score'] as const
export type Sort = (typeof SORTS)[number]

/** More tags than a person combines; each is one more lookup per row. */
export const MAX_TAGS = 5

/**
 * What the rows must all fulfil; what is absent does not matter. `handler_id` and `stage_id` may be null: nobody works it,
 * the lead has no stage.
 */
export interface InboxFilter {
  channel_id?: string | undefined
  handler_id?: string | null | undefined
  stage_id?: string | null | undefined
  tags?: string[] | undefined
}

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

/** What the list shows: a split, in an order, narrowed by a filter. */
export interface InboxViewDefinition {
  split: Split
  sort: Sort
  filter: InboxFilter
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
