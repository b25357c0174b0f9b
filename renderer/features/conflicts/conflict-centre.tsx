import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { useLive } from '../../bridge/use-live.ts'
import { count } from '../../format/time.ts'
import { useKeyboard } from '../../keyboard/use-keyboard.ts'
import { CONFLICT_TABS, type ConflictTab } from '../../store/conflicts-slice.ts'
import { useApp, useAppStore } from '../../store/store-context.ts'
import { DiscardedList, Merges } from './kept-lists.tsx'
import { Waiting } from './waiting-list.tsx'
import { NeedsYou } from './needs-you.tsx'

const NAMES: Record<ConflictTab, string> = {
  needs_you: 'Needs you',
  waiting: 'Waiting to send',
  merged: 'Merged by itself',
  discarded: 'Recently discarded',
}

/** Everything that replication could not settle, or settled by itself. `status` is shown beside the title. */
export function ConflictCentre({ status }: { status: ReactNode }) {
  const tab = useApp((state) => state.conflictTab)
  const showTab = useApp((state) => state.showConflictTab)
  const store = useAppStore()
  const { value: sync } = useLive('sync.status', {})
  const counts: Partial<Record<ConflictTab, number>> = { needs_you: sync?.attention ?? 0, waiting: sync?.pending ?? 0 }
  const turn = (step: number) => {
    const { conflictTab, showConflictTab } = store.getState()
    const next = (CONFLICT_TABS.indexOf(conflictTab) + step + CONFLICT_TABS.length) % CONFLICT_TABS.length
    showConflictTab(CONFLICT_TABS[next]!)
  }
  useKeyboard(
    {
      next_split: () => turn(1),
      previous_split: () => turn(-1),
      help: () => store.getState().showOverlay('help'),
      back: () => tab !== 'needs_you' && store.getState().showInbox(),
    },
    'conflicts',
  )
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next: ConflictTab) => showTab(next)}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-sunken"
    >
      <header className="flex h-12 shrink-0 items-center gap-2 pr-2.5 pl-4">
        <h1 className="flex-1 text-lg font-semibold">Conflict Centre</h1>
        {status}
      </header>
      <Tabs.List
        activateOnFocus
        aria-label="Changes"
        className="relative flex shrink-0 flex-wrap gap-x-4 border-b border-line px-4"
      >
        {CONFLICT_TABS.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            className="flex h-9 items-center gap-1.5 rounded-sm text-xs font-medium whitespace-nowrap text-ink-2 hover:text-ink data-active:text-ink"
          >
            {NAMES[name]}
            {counts[name] !== undefined && counts[name] > 0 && (
              <span className={name === 'needs_you' ? 'tabular font-semibold text-danger' : 'tabular text-ink-2'}>
                {count(counts[name])}
              </span>
            )}
          </Tabs.Tab>
        ))}
        <Tabs.Indicator className="absolute top-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) translate-y-[calc(var(--active-tab-top)+var(--active-tab-height)-2px)] rounded-full bg-accent transition-[translate,width] duration-150" />
      </Tabs.List>
      <Tabs.Panel key={tab} value={tab} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        {tab === 'needs_you' && <NeedsYou />}
        {tab === 'waiting' && <Waiting />}
        {tab === 'merged' && <Merges />}
        {tab === 'discarded' && <DiscardedList />}
      </Tabs.Panel>
    </Tabs.Root>
  )
}
