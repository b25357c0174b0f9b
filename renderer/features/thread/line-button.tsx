import { useLayoutEffect, useRef } from 'react'
import { useApp } from '../../store/store-context.ts'

interface LineButtonProps {
  label: string
  /** The rest of its name, for who cannot see where it stands. */
  more?: string
  disabled?: boolean
  onClick: () => void
}

/** A button within the small line under a message. When it goes away by itself, it leaves the focus with the thread. */
export function LineButton({ label, more, disabled = false, onClick }: LineButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const focusOn = useApp((state) => state.focusOn)
  useLayoutEffect(() => {
    const element = button.current
    return () => {
      if (element && element === document.activeElement) focusOn('thread')
    }
  }, [focusOn])
  return (
    <button
      ref={button}
      type="button"
      aria-disabled={disabled}
      onClick={() => !disabled && onClick()}
      className="h-6 rounded-sm px-1 font-semibold text-ink-2 underline underline-offset-2 hover:text-ink"
    >
      {label}
      {more !== undefined && <span className="sr-only"> {more}</span>}
    </button>
  )
}
