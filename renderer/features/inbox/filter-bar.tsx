import { ArrowDownWideNarrow, Bookmark, Clock, Flag, Flame, ListFilter, X } from 'lucide-react'
import { useSession } from '../../actions/session-context.ts'
import { useTeam } from '../../actions/use-team.ts'
import { useLive } from '../../bridge/use-live.ts'
import { count } from '../../format/time.ts'
import { SORT_NAMES } from '../../format/vocabulary.ts'
import { useApp } from '../../store/store-context.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, MenuChoices, type MenuChoice } from '../../ui/menu.tsx'
import { Picker } from '../../ui/picker.tsx'
import { filterOptions, wordsOf } from './filter-choices.tsx'
import { partsOf, toggleFilter, type FilterPart } from './filter-parts.ts'
import { KeepOffline } from './keep-offline.tsx'
import { useInboxView } from './use-inbox-view.ts'
import type { FilteredCount } from '#shared/contract/areas/triage.ts'
import { NO_FILTER, type Sort } from '#shared/domain/triage.ts'

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
  const setViewSheet = useApp((state) => state.setViewSheet)
  const showOverlay = useApp((state) => state.showOverlay)
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
        <Button
          tone="ghost"
          size="sm"
          aria-keyshortcuts="V"
          icon={<Bookmark aria-hidden className="size-3.5" />}
          onClick={() => setViewSheet({ what: 'choose' })}
        >
          Views
        </Button>
        <Button
          tone="ghost"
          size="sm"
          aria-keyshortcuts="F"
          icon={<ListFilter aria-hidden className="size-3.5" />}
          onClick={() => showOverlay('filter')}
        >
          Filter
        </Button>
      </div>
      {parts.length > 0 && <Chips parts={parts} found={found} />}
      <FilterPicker />
    </div>
  )
}

function Chips({ parts, found }: { parts: FilterPart[]; found: FilteredCount | undefined }) {
  const filter = useApp((state) => state.filter)
  const setFilter = useApp((state) => state.setFilter)
  const focusOn = useApp((state) => state.focusOn)
  const words = useFilterWords()
  /** The button goes with its chip, so the focus goes to the list. */
  const change = (next: typeof filter) => {
    setFilter(next)
    focusOn('list')
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5 pb-2">
      <ul aria-label="Filters" className="contents">
        {parts.map((part) => {
          const { label, icon } = wordsOf(part, words)
          return (
            <li
              key={JSON.stringify(part)}
              className="flex h-6 max-w-full min-w-0 items-center gap-1 rounded-full border border-line-strong bg-surface pl-2 text-xs"
            >
              <span className="shrink-0 text-ink-3">{icon}</span>
              <span dir="auto" className="truncate">
                {label}
              </span>
              <IconButton
                label={`Remove filter ${label}`}
                size="sm"
                className="size-5.5 rounded-full"
                onClick={() => change(toggleFilter(filter, part).filter)}
              >
                <X className="size-3" />
              </IconButton>
            </li>
          )
        })}
      </ul>
      <Button tone="ghost" size="sm" className="h-6 px-1.5" onClick={() => change(NO_FILTER)}>
        Clear filters
      </Button>
      <output className="tabular ml-auto text-2xs text-ink-3">
        {found && `${count(found.total)} found${found.unread > 0 ? `, ${count(found.unread)} unread` : ''}`}
      </output>
    </div>
  )
}

function FilterPicker() {
  const open = useApp((state) => state.overlay === 'filter')
  const showOverlay = useApp((state) => state.showOverlay)
  const filter = useApp((state) => state.filter)
  const setFilter = useApp((state) => state.setFilter)
  const words = useFilterWords()
  return (
    <Picker
      open={open}
      title="Filter by channel, owner, stage or tag"
      placeholder="WhatsApp, Ana, vip…"
      options={filterOptions(filter, words)}
      nothing={(text) => `No channel, person, stage or tag begins with “${text}”.`}
      several
      onPick={(id) => setFilter(toggleFilter(filter, JSON.parse(id) as FilterPart).filter)}
      onClose={() => showOverlay(null)}
    />
  )
}

function useFilterWords() {
  const { value: choices } = useLive('triage.choices', {})
  const { user } = useSession()
  return { choices, team: useTeam(), userId: user.id }
}
