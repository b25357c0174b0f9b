import { ChevronRight } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useApp } from '../../store/store-context.ts'
import { cx } from '../../ui/cx.ts'

interface PanelSectionProps {
  /** What it is remembered by. */
  id: string
  title: string
  count?: number | undefined
  /** Beside the title, such as a total. */
  mark?: ReactNode
  /** What the section is for, in one line, while it has nothing to show. */
  empty?: string | false | undefined
  /** A button at the right of the title. */
  action?: ReactNode
  children?: ReactNode
}

/** A part of the panel that folds, and stays as the rep left it. */
export function PanelSection({ id, title, count, mark, empty, action, children }: PanelSectionProps) {
  const bodyId = useId()
  const folded = useApp((state) => state.preferences.foldedSections)
  const setPreference = useApp((state) => state.setPreference)
  const isFolded = folded.includes(id)
  const toggle = () =>
    setPreference({ foldedSections: isFolded ? folded.filter((section) => section !== id) : [...folded, id] })
  return (
    <section aria-label={title} className="border-t border-line px-5 py-3">
      <div className="flex min-h-7 items-center gap-2">
        <h3 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!isFolded}
            aria-controls={bodyId}
            onClick={toggle}
            className="-ml-1.5 flex max-w-full items-center gap-1 rounded-md py-0.5 pr-2 pl-1 text-xs font-medium text-ink-3 hover:bg-hover hover:text-ink-2"
          >
            <ChevronRight
              aria-hidden
              className={cx('size-3.5 shrink-0 transition-transform', !isFolded && 'rotate-90')}
            />
            <span className="truncate">{title}</span>
            {count !== undefined && count > 0 && <span className="tabular text-ink-3">{count}</span>}
          </button>
        </h3>
        {mark}
        {action}
      </div>
      <div id={bodyId} hidden={isFolded} className="pt-1">
        {empty ? <p className="text-sm text-pretty text-ink-3">{empty}</p> : null}
        {children}
      </div>
    </section>
  )
}
