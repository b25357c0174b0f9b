import { useEffect } from 'react'
import { useBridge } from '../bridge/bridge-context.ts'
import type { LiveCache } from '../bridge/live-cache.ts'
import { firstWindow } from '../features/thread/thread-window.ts'
import type { AppStore } from '../store/app-store.ts'
import { useAppStore } from '../store/store-context.ts'

/** A cursor that moves again within this time is passing by. */
const PASSING_MS = 80

/** Has the conversation under the list's cursor at hand before the rep opens it. */
export function usePrefetch(): void {
  const { cache } = useBridge()
  const store = useAppStore()
  useEffect(() => prefetchUnderCursor(cache, store), [cache, store])
}

function prefetchUnderCursor(cache: LiveCache, store: AppStore): () => void {
  let movedAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let leave = () => {}
  const fetch = (id: string) => {
    const stops = [
      cache.watch('conversation.view', firstWindow(id), () => {}),
      cache.watch('reply.options', { conversation_id: id }, () => {}),
    ]
    leave = () => {
      for (const stop of stops) stop()
    }
  }
  const unsubscribe = store.subscribe(({ cursorId, openId }, before) => {
    if (cursorId === before.cursorId && openId === before.openId) return
    const now = performance.now()
    const isPassing = now - movedAt < PASSING_MS
    movedAt = now
    clearTimeout(timer)
    leave()
    leave = () => {}
    if (cursorId !== null && cursorId !== openId) timer = setTimeout(() => fetch(cursorId), isPassing ? PASSING_MS : 0)
  })
  return () => {
    unsubscribe()
    clearTimeout(timer)
    leave()
  }
}
