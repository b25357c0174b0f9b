import { useEffect } from 'react'
import type { WindowRequest } from '#shared/contract/areas/desktop.ts'
import { leadAtHand } from '../actions/lead-at-hand.ts'
import { useCanWrite } from '../actions/session-context.ts'
import { useBridge } from '../bridge/bridge-context.ts'
import { useAppStore } from '../store/store-context.ts'
import type { AppStore } from '../store/app-store.ts'

/** Shows what a notification, a link or another window asks for, also what was asked before this page was there. */
export function useWindowRequests(): void {
  const { desk } = useBridge()
  const store = useAppStore()
  const canWrite = useCanWrite()
  useEffect(() => {
    const take = async () => {
      const answer = await desk.command('window.take_request', {})
      if (answer.ok && answer.value) follow(store, answer.value, canWrite)
    }
    void take()
    return desk.on('window.requested', () => void take())
  }, [canWrite, desk, store])
}

function follow(store: AppStore, request: WindowRequest, canWrite: boolean): void {
  const { showInbox, openConversation, openMessage, askToWrite, showLeadDialog, showNoteSheet, showToast } =
    store.getState()
  switch (request.kind) {
    case 'conversation':
      showLeadDialog(null)
      showInbox()
      if (request.message_id) openMessage(request.conversation_id, request.message_id)
      else openConversation(request.conversation_id)
      return request.reply ? askToWrite('reply') : undefined
    case 'lead':
      return showLeadDialog({ kind: 'lead', lead_id: request.lead_id })
    case 'quick_note':
      if (!canWrite) return void showToast({ tone: 'info', text: 'Your role reads here and does not write notes.' })
      return showNoteSheet({ what: 'new', lead: leadAtHand(store.getState()) })
    case 'settings':
      return store.getState().showOverlay('settings')
    case 'screen': {
      const { conversation_id, screen } = request
      if (screen === 'conflicts') return store.getState().showConflicts(conversation_id)
      return store.setState({ screen })
    }
    case 'missing':
      return void showToast({ tone: 'error', text: 'This is not on this computer, or not yours to see.' })
  }
}
