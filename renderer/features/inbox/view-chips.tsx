import { Users } from 'lucide-react'
import { useApp } from '../../store/store-context.ts'
import { cx } from '../../ui/cx.ts'
import { useSavedViews } from './use-saved-views.ts'
import type { SavedView } from '#shared/contract/areas/views.ts'

/** More would push the list down; all are behind V and in the palette. */
const SHOWN = 6

/** The first saved views, to switch to and off again. */
export function ViewChips() {
  const { views, chosen } = useSavedViews()
  const setViewSheet = useApp((state) => state.setViewSheet)
  if (views.length === 0) return null
  const more = views.length - SHOWN
  return (
    <ul aria-label="Saved views" className="flex shrink-0 flex-wrap gap-1.5 px-3.5 pt-2">
      {views.slice(0, SHOWN).map((saved) => (
        <li key={saved.id} className="flex max-w-full min-w-0">
          <ViewChip
            saved={saved}
            isChosen={chosen?.saved.id === saved.id}
            isChanged={chosen?.saved.id === saved.id && chosen.isChanged}
          />
        </li>
      ))}
      {more > 0 && (
        <li className="flex">
          <button type="button" className={cx(CHIP, REST)} onClick={() => setViewSheet({ what: 'choose' })}>
            {more} more
          </button>
        </li>
      )}
    </ul>
  )
}

const CHIP = 'flex h-6 max-w-40 min-w-0 items-center gap-1.5 rounded-full border px-2.5 text-xs font-medium'
const REST = 'border-line-strong bg-surface text-ink-2 hover:bg-hover hover:text-ink'
const CHOSEN = 'border-accent bg-accent-soft text-accent-ink'

interface ViewChipProps {
  saved: SavedView
  isChosen: boolean
  /** What is shown is no longer what was saved. */
  isChanged: boolean
}

function ViewChip({ saved: { id, name, is_own, owner_name, view }, isChosen, isChanged }: ViewChipProps) {
  const showView = useApp((state) => state.showView)
  const leaveView = useApp((state) => state.leaveView)
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={is_own ? name : `${name}, shared by ${owner_name}`}
      className={cx(CHIP, isChosen ? CHOSEN : REST)}
      onClick={() => (isChosen && !isChanged ? leaveView() : showView(id, view))}
    >
      {!is_own && <Users aria-hidden className="size-3 shrink-0" />}
      <span dir="auto" className="truncate">
        {name}
      </span>
      {isChanged && <span className="shrink-0 text-2xs font-normal">changed</span>}
    </button>
  )
}
