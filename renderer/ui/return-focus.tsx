import { useEffect, useState, type ReactNode } from 'react'

/**
 * Around sheets that follow one another and go away all at once: when they are gone, the focus is where it was before the
 * first, unless something else has taken it.
 */
export function ReturnFocus({ children }: { children: ReactNode }) {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before instanceof HTMLElement)
        before.focus({ preventScroll: true })
    },
    [before],
  )
  return children
}
