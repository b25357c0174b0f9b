import { useCallback } from 'react'
import { useAppStore } from '../../store/store-context.ts'

/** Shows a lead: its conversation with the panel beside it, or, where it has none, the panel alone. */
export function useOpenLead(): (lead: { lead_id: string; conversation_id: string | null }) => void {
  const store = useAppStore()
  return useCallback(
    ({ lead_id, conversation_id }) => {
      const { showInbox, openConversation, showLeadDialog } = store.getState()
      if (conversation_id === null) return showLeadDialog({ kind: 'lead', lead_id })
      showLeadDialog(null)
      showInbox()
      openConversation(conversation_id)
    },
    [store],
  )
}
