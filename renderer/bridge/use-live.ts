import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import { useBridge } from './bridge-context.ts'
import type { LiveState } from './live-cache.ts'
import type { LiveQueryInput, LiveQueryName, LiveQueryOutputs } from '#shared/contract/ipc.ts'

/**
 * Watches a live query for as long as the component is mounted.
 * @param input compared by content, so a new object with the same fields does not subscribe again
 */
export function useLive<N extends LiveQueryName>(name: N, input: LiveQueryInput<N>): LiveState<LiveQueryOutputs[N]> {
  const { cache } = useBridge()
  const stable = useStable(input)
  const watch = useCallback((listener: () => void) => cache.watch(name, stable, listener), [cache, name, stable])
  return useSyncExternalStore(watch, () => cache.read(name, stable))
}

/**
 * Like {@link useLive}, but while an input of the same `subject` has no answer yet, the answer to the previous input
 * stands: asking for more of a conversation must not blank it, and another conversation must never show in its place.
 */
export function useLiveOf<N extends LiveQueryName>(
  name: N,
  input: LiveQueryInput<N>,
  subject: string,
): LiveState<LiveQueryOutputs[N]> {
  const state = useLive(name, input)
  const [kept, setKept] = useState({ subject, state })
  if (state.value !== undefined && (kept.state !== state || kept.subject !== subject)) setKept({ subject, state })
  return state.value === undefined && kept.subject === subject ? { ...state, value: kept.state.value } : state
}

/** The same object for as long as the content is the same. */
function useStable<T>(value: T): T {
  const key = JSON.stringify(value)
  // eslint-disable-next-line react/exhaustive-deps -- the content is the dependency
  return useMemo(() => value, [key])
}
