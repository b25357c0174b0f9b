import { useDeferredValue, useState, type ReactNode } from 'react'

interface DeferredProps {
  children: ReactNode
  /** Not a frame later after all: it is needed at once. */
  now?: boolean
  /** What keeps its place until then. */
  placeholder?: ReactNode
}

/** What may appear a frame after what it stands beside: it is drawn in a pass of its own, which a key interrupts. */
export function Deferred({ children, now = false, placeholder = null }: DeferredProps) {
  const isTime = useDeferredValue(true, false)
  const [wasNeeded, setWasNeeded] = useState(now)
  if (now && !wasNeeded) setWasNeeded(true)
  return isTime || wasNeeded ? children : placeholder
}
