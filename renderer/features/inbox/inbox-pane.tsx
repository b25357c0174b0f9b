import { Tabs } from '@base-ui/react/tabs'
import { useCallback, useSyncExternalStore, type ReactNode } from 'react'
import { useBridge } from '../../bridge/bridge-context.ts'
import { useLive } from '../../bridge/use-live.ts'
import { count, shortCount } from '../../format/time.ts'
import { SPLIT_NAMES } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { BulkBar } from './bulk-bar.tsx'
import { FilterBar } from './filter-bar.tsx'
import { InboxList } from './inbox-list.tsx'
import type { InboxView } from './inbox-view.ts'
import { useInboxView } from './use-inbox-view.ts'
import { ViewChips } from './view-chips.tsx'
import { SPLITS, type Split } from '#shared/domain/conversation.ts'
import { filterSize } from '#shared/domain/triage.ts'

interface InboxPaneProps {
  /** Shown beside the title. */
  status: ReactNode
  /** Shown above the rows. */
  freshness: ReactNode
}

/** The left column: splits with their counts over the list. */
export function InboxPane({ status, freshness }: InboxPaneProps) {
  const split = useApp((state) => state.split)
  const showSplit = useApp((state) => state.showSplit)
  const { value: counts } = useLive('inbox.counts', {})
  const view = useInboxView()
  const found = useFound(view)
  const total = (found ?? counts?.[split])?.total ?? 0
  return (
    <Tabs.Root
      value={split}
      onValueChange={(next: Split) => showSplit(next)}
      className="flex h-full min-h-0 flex-col bg-sunken"
    >
      <header className="flex h-12 shrink-0 items-center gap-2 pr-2.5 pl-4">
        <h1 className="flex-1 text-lg font-semibold">Inbox</h1>
        {status}
      </header>
      <Tabs.List
        activateOnFocus
        aria-label="Splits"
        className="relative flex shrink-0 flex-wrap gap-x-3.5 border-b border-line px-4"
      >
        {SPLITS.map((name) => (
          <SplitTab key={name} split={name} counts={counts?.[name]} />
        ))}
      </Tabs.List>
      <ViewChips />
      <FilterBar found={found} />
      {freshness}
      <Tabs.Panel value={split} tabIndex={-1} className="min-h-0 flex-1 outline-none">
        <InboxList view={view} total={total} />
      </Tabs.Panel>
      {/* What is selected belongs to the view that it was selected in. */}
      <BulkBar key={JSON.stringify([split, view.filter])} total={total} />
    </Tabs.Root>
  )
}

/** Counts of a filtered view; undefined without a filter, which needs none. */
function useFound({ split, filter }: InboxView) {
  const { cache } = useBridge()
  const isFiltered = filterSize(filter) > 0
  const watch = useCallback(
    (listener: () => void) =>
      isFiltered ? cache.watch('inbox.filtered_count', { split, filter }, listener) : () => undefined,
    [cache, filter, isFiltered, split],
  )
  return useSyncExternalStore(watch, () =>
    isFiltered ? cache.read('inbox.filtered_count', { split, filter }).value : undefined,
  )
}

function SplitTab({ split, counts }: { split: Split; counts: { total: number; unread: number } | undefined }) {
  const spoken = counts
    ? `${SPLIT_NAMES[split]}, ${count(counts.total)} conversations, ${count(counts.unread)} unread`
    : SPLIT_NAMES[split]
  return (
    <Tabs.Tab
      value={split}
      aria-label={spoken}
      title={spoken}
      className="flex h-8 items-center gap-1.5 border-y-2 border-transparent text-xs font-medium whitespace-nowrap text-ink-2 hover:text-ink data-active:border-b-accent data-active:text-ink"
    >
      {SPLIT_NAMES[split]}
      {counts && (
        <span className={counts.unread > 0 ? 'tabular font-semibold text-accent-ink' : 'tabular text-ink-3'}>
          {shortCount(counts.total)}
        </span>
      )}
    </Tabs.Tab>
  )
}
