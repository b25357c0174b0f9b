import { useCallback } from 'react'
import { useAppStore } from '../../store/store-context.ts'
import { NARROW } from '../../ui/use-media.ts'
import type { BoardCard } from '#shared/contract/areas/pipeline.ts'

/** Opens a card's conversation beside the board; the lead itself where there has been no conversation. */
export function useOpenCard(): (card: BoardCard, focus: 'list' | 'thread') => void {
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
