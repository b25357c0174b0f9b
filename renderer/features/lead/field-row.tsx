import type { ReactNode } from 'react'
import { useApp } from '../../store/store-context.ts'
import { SaveMark } from '../../ui/save-mark.tsx'
import { ROW_ACTION } from './copy-button.tsx'
import type { LeadView } from '#shared/contract/lead-models.ts'

export type Mark = LeadView['marks'][string] | undefined

interface FieldRowProps {
  label: string
  mark?: Mark
  /** Buttons for the value, at its right. */
  actions?: ReactNode
  children: ReactNode
}

/** One named value of the panel; inside a `dl`. */
export function FieldRow({ label, mark, actions, children }: FieldRowProps) {
  return (
    <div className="group flex min-h-7 items-start gap-2 text-sm">
      <dt className="w-21 shrink-0 truncate py-1 text-ink-2" title={label}>
        {label}
      </dt>
      <dd className="flex min-w-0 flex-1 items-start gap-1">
        <div className="relative min-w-0 flex-1">
          {children}
          {/* Over the end of the value while the row is pointed at: a place kept for them would break every long address. */}
          {actions && (
            <span className={`absolute top-0 right-0 flex rounded-md bg-sunken ${ROW_ACTION}`}>{actions}</span>
          )}
        </div>
        <FieldMark mark={mark} />
      </dd>
    </div>
  )
}

/** How far a field's change is; one that was refused leads to where it is settled. */
export function FieldMark({ mark }: { mark: Mark }) {
  const showConflicts = useApp((state) => state.showConflicts)
  if (!mark) return null
  if (mark !== 'attention') return <SaveMark state={mark} className="mt-2" />
  return (
    <button
      type="button"
      className="grid size-7 shrink-0 place-items-center rounded-md hover:bg-hover"
      onClick={() => showConflicts()}
    >
      <SaveMark state={mark} />
      <span className="sr-only">: decide in the Conflict Centre</span>
    </button>
  )
}

export const Nothing = ({ children }: { children: ReactNode }) => <span className="text-ink-3">{children}</span>
