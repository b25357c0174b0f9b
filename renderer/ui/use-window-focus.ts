import { useSyncExternalStore } from 'react'

const EVENTS = ['focus', 'blur', 'visibilitychange']

function watch(listener: () => void): () => void {
  for (const name of EVENTS) addEventListener(name, listener)
  return () => {
    for (const name of EVENTS) removeEventListener(name, listener)
  }
}

/** Whether the rep is looking at this window and nothing else has the keyboard. */
export function useWindowFocus(): boolean {
  return useSyncExternalStore(watch, () => document.visibilityState === 'visible' && document.hasFocus())
}
