import { useDeferredValue, type ReactNode } from 'react'

/** What may appear a frame after what it stands beside: it is drawn in a pass of its own, which a key interrupts. */
export function Deferred({ children }: { children: ReactNode }) {
  return useDeferredValue(true, false) && children
}
