import { useCallback } from 'react'
import { useAppStore } from '../store/store-context.ts'
import { NARROW } from '../ui/use-media.ts'

/** What has a lead, and the conversation with them where there has been one. */
interface About {
  conversation: { id: string } | null
  lead_id: string
}

/**
 * Opens the conversation that a card or a task is about, beside where it stands; the lead itself where there has been none.
 * @returns `focus` says who has the keys then; where there is one pane only, it is the thread
 */
export function useOpenBeside(): (about: About, focus: 'list' | 'thread') => void {
  const store = useAppStore()
  return useCallback(
    ({ conversation, lead_id }, focus) => {
      const { openConversation, showLeadDialog } = store.getState()
      if (!conversation) showLeadDialog({ kind: 'lead', lead_id })
      else openConversation(conversation.id, matchMedia(NARROW).matches ? 'thread' : focus)
    },
    [store],
  )
}
