import { useCallback, useSyncExternalStore } from 'react'
import { secondsLeft, watchSeconds } from '../format/departure.ts'

/** Whole seconds until a message leaves (see `secondsLeft`); renders again only when they change. */
export function useSecondsLeft(leavesAt: number): number {
  const watch = useCallback((changed: () => void) => watchSeconds(leavesAt, changed), [leavesAt])
  return useSyncExternalStore(watch, () => secondsLeft(leavesAt, Date.now()))
}
