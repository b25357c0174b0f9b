import type { ReactNode } from 'react'
import { cx } from './cx.ts'

interface DialogActionsProps {
  /** What begins on the left has `mr-auto`. */
  children: ReactNode
  className?: string
}

/** The buttons that end a dialog. They stay in sight where the window is so low that what is above them scrolls. */
export function DialogActions({ children, className }: DialogActionsProps) {
  return (
    <div
      className={cx(
        'sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 bg-raised px-5 pt-1.5 pb-5',
        className,
      )}
    >
      {children}
    </div>
  )
}
