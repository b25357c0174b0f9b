import { useEffect } from 'react'
import { useAppStore } from '../store/store-context.ts'

const KEY = 'leadline.place'

/**
 * Where the rep is outlives the page: one that has crashed, or is loaded anew, opens the conversation again. Drafts are in
 * the cache in any case. Another start of the app begins at the inbox.
 * @param userId whose place it is
 */
export function useKeepPlace(userId: string): void {
  const store = useAppStore()
  useEffect(() => {
    const [owner, conversationId] = (sessionStorage.getItem(KEY) ?? '').split(' ')
    const { openId, openConversation } = store.getState()
    if (owner === userId && conversationId && openId === null) openConversation(conversationId)
    return store.subscribe((state, before) => {
      if (state.openId !== before.openId) sessionStorage.setItem(KEY, `${userId} ${state.openId ?? ''}`)
    })
  }, [store, userId])
}
