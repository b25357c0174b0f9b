import { useEffect, useMemo } from 'react'
import { useCommand } from '../bridge/use-command.ts'
import { useLive } from '../bridge/use-live.ts'
import { count } from '../format/time.ts'
import { useAppStore } from '../store/store-context.ts'
import { UNDO } from '../store/toast-slice.ts'
import { useWindowFocus } from '../ui/use-window-focus.ts'
import { useCanWrite } from './session-context.ts'
import type { Mention } from '#shared/contract/areas/mentions.ts'

/** Mentions that one command marks, at most (the contract's limit). */
const AT_ONCE = 500

export interface Mentions {
  /** Shows where it is: in the thread of the lead, or with the lead's details where nobody has talked yet. */
  open: (mention: Mention) => void
  mark: (ids: readonly string[], isRead: boolean) => Promise<void>
  /** Marks these as read and offers to undo it. */
  markAllRead: (ids: readonly string[]) => Promise<void>
}

/** What a rep does with the places where they are named. */
export function useMentions(): Mentions {
  const command = useCommand()
  const store = useAppStore()
  return useMemo(() => {
    const mark = async (ids: readonly string[], is_read: boolean) => {
      if (ids.length > 0) await command('mention.mark', { mention_ids: ids.slice(0, AT_ONCE), is_read })
    }
    return {
      mark,
      open({ id, lead_id, conversation_id, note_id, is_read }) {
        if (!is_read) void mark([id], true)
        const { showInbox, openMessage, showLeadDialog } = store.getState()
        if (conversation_id === null) return showLeadDialog({ kind: 'lead', lead_id })
        showInbox()
        openMessage(conversation_id, note_id)
      },
      async markAllRead(ids) {
        await mark(ids, true)
        store.getState().showToast({
          tone: 'info',
          text: ids.length === 1 ? 'A mention is marked as read' : `${count(ids.length)} mentions are marked as read`,
          action: { label: UNDO, run: () => void mark(ids, false) },
        })
      },
    }
  }, [command, store])
}

/** Marks the mentions of a lead as read while the rep has it before them. Nobody asked for that, so a failure stays silent. */
export function useReadMentions(leadId: string): void {
  const command = useCommand()
  const focused = useWindowFocus()
  const canWrite = useCanWrite()
  const { value } = useLive('mentions.of_lead', { lead_id: leadId })
  const ids = value?.mention_ids
  useEffect(() => {
    if (!ids || ids.length === 0 || !focused || !canWrite) return
    void command('mention.mark', { mention_ids: ids.slice(0, AT_ONCE), is_read: true }, { quiet: true })
  }, [canWrite, command, focused, ids])
}
