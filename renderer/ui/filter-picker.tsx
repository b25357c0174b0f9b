import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSession } from '../actions/session-context.ts'
import { useTeam } from '../actions/use-team.ts'
import { useLive } from '../bridge/use-live.ts'
import { useApp } from '../store/store-context.ts'
import { Button, IconButton } from './button.tsx'
import { filterOptions, wordsOf } from './filter-choices.tsx'
import { toggleFilter, type FilterPart } from './filter-parts.ts'
import { Picker } from './picker.tsx'
import { NO_FILTER } from '#shared/domain/triage.ts'

/** A chip for each thing that is filtered by, each to be taken away; `children` says what was found. */
export function FilterChips({ parts, children }: { parts: readonly FilterPart[]; children?: ReactNode }) {
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
      <output className="tabular ml-auto text-2xs text-ink-3">{children}</output>
    </div>
  )
}

/** Adds to the filter that inbox and board share, or takes away from it. */
export function FilterPicker() {
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

/** What the parts of a filter are called. */
export function useFilterWords() {
  const { value: choices } = useLive('triage.choices', {})
  const { user } = useSession()
  return { choices, team: useTeam(), userId: user.id }
}
