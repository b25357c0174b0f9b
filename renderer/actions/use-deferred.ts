import { useCallback } from 'react'
import { useAppStore } from '../store/store-context.ts'
import { UNDO } from '../store/toast-slice.ts'

interface Deferred {
  /** Of what is to go. */
  id: string
  /** Told with the Undo. */
  text: string
  run: () => Promise<unknown>
}

/**
 * Does what nobody can take back only after the time to undo it: until its toast has gone, nothing is changed anywhere, and
 * a window that closes before leaves all as it was.
 */
export function useDeferred(): (deferred: Deferred) => void {
  const store = useAppStore()
  return useCallback(
    ({ id, text, run }) => {
      const { setDeferred, showToast } = store.getState()
      let undone = false
      setDeferred(id, true)
      showToast({
        tone: 'info',
        text,
        action: { label: UNDO, run: () => (undone = true) },
        gone: () => {
          if (undone) setDeferred(id, false)
          else void run().finally(() => setDeferred(id, false))
        },
      })
    },
    [store],
  )
}
