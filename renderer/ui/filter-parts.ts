import { withTag, type InboxFilter } from '#shared/domain/triage.ts'

/** One thing that a filter asks for: a chip. */
export type FilterPart =
  | { kind: 'channel'; value: string }
  | { kind: 'handler' | 'stage'; value: string | null }
  | { kind: 'tag'; value: string }

/** The parts of a filter in the order of their chips. */
export function partsOf({ channel_id, handler_id, stage_id, tags = [] }: InboxFilter): FilterPart[] {
  return [
    ...(channel_id === undefined ? [] : [{ kind: 'channel', value: channel_id } as const]),
    ...(handler_id === undefined ? [] : [{ kind: 'handler', value: handler_id } as const]),
    ...(stage_id === undefined ? [] : [{ kind: 'stage', value: stage_id } as const]),
    ...tags.map((value) => ({ kind: 'tag', value }) as const),
  ]
}

/** The filter with a part, in place of another of its kind (tags add up); or without it, when it had it. */
export function toggleFilter(filter: InboxFilter, part: FilterPart): { filter: InboxFilter; isRemoved: boolean } {
  const isRemoved = partsOf(filter).some(({ kind, value }) => kind === part.kind && value === part.value)
  if (part.kind === 'tag') return { filter: withTag(filter, part.value), isRemoved }
  const key = `${part.kind}_id` as const
  const { [key]: _, ...rest } = filter
  return { filter: isRemoved ? rest : { ...rest, [key]: part.value }, isRemoved }
}
