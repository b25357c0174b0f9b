import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { cx } from './cx.ts'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  wide?: boolean
  /** What takes the focus; the first control unless told otherwise. */
  initialFocus?: RefObject<HTMLElement | null>
  /** Closing leaves the focus to whoever it was sent to, where that is somewhere at all. */
  keepFocus?: boolean
  children?: ReactNode
}

/** A modal sheet; focus goes in when it opens and back where it was when it closes. */
export function Dialog({ open, onClose, title, description, wide, initialFocus, keepFocus, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          {...(initialFocus && { initialFocus })}
          {...(keepFocus && { finalFocus: () => document.activeElement === document.body })}
          className={cx(
            'animate-rise fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col',
            'overflow-hidden rounded-xl bg-raised shadow-float',
            wide ? 'max-w-160' : 'max-w-110',
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1 pt-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-sm text-ink-2">{description}</Base.Description>}
            </div>
            <Base.Close
              aria-label="Close"
              className="-mr-1.5 grid size-7 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
            >
              <X className="size-4" />
            </Base.Close>
          </header>
          {/* It scrolls when the window is low, so keys must reach it. */}
          <div
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="min-h-0 overflow-y-auto px-5 pt-2 pb-5 outline-none focus-visible:ring-2 focus-visible:ring-focus focus-visible:ring-inset"
          >
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
