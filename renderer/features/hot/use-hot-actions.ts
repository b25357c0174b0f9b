import { useCallback } from 'react'
import type { HotLead } from '#shared/domain/hot-lead.ts'
import { useCommand } from '../../bridge/use-command.ts'
import type { PanelAction } from './panel-keys.ts'

export type LeadAction = Exclude<PanelAction, 'next' | 'previous' | 'close'>

/** Whether something can be done about a lead: what is impossible is not offered. */
export function isPossible(lead: HotLead, action: LeadAction): boolean {
  if (action === 'open' || action === 'reply') return true
  if (action === 'call') return lead.phone !== null
  return !lead.claiming && (action !== 'claim' || lead.relation !== 'followed')
}

/** Does something about a hot lead; what cannot be done is not tried. */
export function useHotActions(): (lead: HotLead, action: LeadAction) => void {
  const command = useCommand()
  return useCallback(
    (lead, action) => {
      if (!isPossible(lead, action)) return
      if (action !== 'open' && action !== 'reply') {
        void command('hot.answer', { key: lead.key, action })
        return
      }
      const { message_id, conversation_id, lead_id } = lead
      const target =
        message_id !== null
          ? ({ kind: 'message', id: message_id } as const)
          : conversation_id !== null
            ? ({ kind: 'conversation', id: conversation_id } as const)
            : ({ kind: 'lead', id: lead_id } as const)
      void command('window.show', { target, reply: action === 'reply' })
    },
    [command],
  )
}
