/** Which leads a file is made of. */
import { SPLIT_NAMES } from '../../format/vocabulary.ts'
import { partsOf } from '../../ui/filter-parts.ts'
import type { ExportSource, ImportList } from '#shared/contract/areas/import.ts'
import type { Split } from '#shared/domain/conversation.ts'
import type { InboxFilter } from '#shared/domain/triage.ts'

/** What the rep looks at: the pipeline, or else the inbox. */
export interface Shown {
  isPipeline: boolean
  split: Split
  filter: InboxFilter
  pipelineId: string | null
}

/** Choices beside the ids of lists. */
export const SHOWN_LEADS = 'shown'
export const ALL_LEADS = 'all'

/** What can be chosen, the present view first. */
export function exportChoices(shown: Shown, lists: readonly ImportList[]): { id: string; name: string }[] {
  return [
    { id: SHOWN_LEADS, name: shownWords(shown) },
    { id: ALL_LEADS, name: 'All leads on this device' },
    ...lists.map(({ id, name }) => ({ id, name })),
  ]
}

function shownWords({ isPipeline, split, filter }: Shown): string {
  const filters = partsOf(isPipeline ? boardFilter(filter) : filter).length
  const narrowed = filters === 0 ? '' : filters === 1 ? ', 1 filter' : `, ${filters} filters`
  return isPipeline ? `In the pipeline now${narrowed}` : `In the inbox now: ${SPLIT_NAMES[split]}${narrowed}`
}

/** What main is asked for. */
export function sourceOf(choice: string, { isPipeline, split, filter, pipelineId }: Shown): ExportSource {
  if (choice === ALL_LEADS) return { of: 'all' }
  if (choice !== SHOWN_LEADS) return { of: 'list', dataset_id: choice }
  return isPipeline
    ? { of: 'pipeline', pipeline_id: pipelineId, filter: boardFilter(filter) }
    : { of: 'inbox', split, filter }
}

/** The board has the inbox's filter, but for the stage, which is its columns. */
function boardFilter(filter: InboxFilter): Omit<InboxFilter, 'stage_id'> {
  const { stage_id: _, ...others } = filter
  return others
}
