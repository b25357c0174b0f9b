import { ArrowDownWideNarrow, Clock, Flag, Flame } from 'lucide-react'
import { count } from '../../format/time.ts'
import { SORT_NAMES } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuChoices, type MenuChoice } from '../../ui/menu.tsx'
import { FilterButton } from '../../ui/filter-button.tsx'
import { FilterChips, FilterPicker, useFilterWords } from '../../ui/filter-picker.tsx'
import { partsOf } from '../../ui/filter-parts.ts'
import { ViewsButton } from '../../ui/views-button.tsx'
import { KeepOffline } from './keep-offline.tsx'
import { useInboxView } from './use-inbox-view.ts'
import type { FilteredCount } from '#shared/contract/areas/triage.ts'
import type { Sort } from '#shared/domain/triage.ts'

const ICON = { className: 'size-4', 'aria-hidden': true } as const
const SORT_CHOICES: readonly MenuChoice<Sort>[] = [
  { value: 'newest', label: SORT_NAMES.newest, icon: <ArrowDownWideNarrow {...ICON} /> },
  { value: 'waiting', label: SORT_NAMES.waiting, icon: <Clock {...ICON} /> },
  { value: 'priority', label: SORT_NAMES.priority, icon: <Flag {...ICON} /> },
  { value: 'score', label: SORT_NAMES.score, icon: <Flame {...ICON} /> },
]

/** The order of the list, and what it is narrowed to. */
export function FilterBar({ found }: { found: FilteredCount | undefined }) {
  const { split, sort, filter } = useInboxView()
  const sorts = useApp((state) => state.preferences.sorts)
  const setPreference = useApp((state) => state.setPreference)
  const isInView = useApp((state) => state.view !== null)
  const setViewSort = useApp((state) => state.setViewSort)
  const parts = partsOf(filter)
  const words = useFilterWords()
  return (
    <div className="flex shrink-0 flex-col border-b border-line px-2.5">
      <div className="flex h-9 items-center gap-1">
        <Menu
          align="start"
          trigger={
            <Button
              tone="ghost"
              size="sm"
              aria-label={`Sorted by ${SORT_NAMES[sort].toLowerCase()}. Change`}
              icon={<ArrowDownWideNarrow aria-hidden className="size-3.5" />}
            >
              {SORT_NAMES[sort]}
            </Button>
          }
        >
          <MenuChoices
            label="Sort by"
            value={sort}
            choices={SORT_CHOICES}
            onChange={(next) => (isInView ? setViewSort(next) : setPreference({ sorts: { ...sorts, [split]: next } }))}
          />
        </Menu>
        <span className="flex-1" />
        <KeepOffline words={words} />
        <ViewsButton />
        <FilterButton />
      </div>
      {parts.length > 0 && (
        <FilterChips parts={parts}>
          {found && `${count(found.total)} found${found.unread > 0 ? `, ${count(found.unread)} unread` : ''}`}
        </FilterChips>
      )}
      <FilterPicker />
    </div>
  )
}
