import { useCallback } from 'react'
import { useAppStore } from '../../store/store-context.ts'
import { NARROW } from '../../ui/use-media.ts'
import type { TaskItem } from '#shared/contract/areas/tasks.ts'

/** Opens the conversation that a task is about, beside the list; the lead itself where there has been none. */
export function useOpenTask(): (task: Pick<TaskItem, 'conversation' | 'lead_id'>, focus: 'list' | 'thread') => void {
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
