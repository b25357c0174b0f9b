import { AppWindow } from 'lucide-react'
import { Suspense, useEffect } from 'react'
import { SessionContext } from '../actions/session-context.ts'
import { useAppearance } from '../actions/use-appearance.ts'
import { useBridge } from '../bridge/bridge-context.ts'
import { useCommand } from '../bridge/use-command.ts'
import { useLive } from '../bridge/use-live.ts'
import { TakingBack } from '../features/composer/taking-back.tsx'
import { useKeyboard } from '../keyboard/use-keyboard.ts'
import { nameOf } from '../format/vocabulary.ts'
import { useApp, useAppStore } from '../store/store-context.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ToastRegion } from '../ui/toast-region.tsx'
import { useWindowWidth } from '../ui/use-media.ts'
import { ConversationPane } from './conversation-pane.tsx'
import { layConversation } from './pane-layout.ts'
import { ConversationOverlays } from './overlays.tsx'
import { useConversationKeys } from './use-inbox-keys.ts'
import { useLeadPanel } from './use-lead-panel.ts'

/** A conversation in a window of its own: thread, composer and lead, and nothing of the rest of the app. */
export function PopOut({ id }: { id: string }) {
  useAppearance()
  const { value: state } = useLive('app.state', {})
  return (
    <>
      {state?.phase === 'ready' && (
        <SessionContext value={state}>
          <Conversation id={id} />
          <TakingBack />
          <ConversationOverlays />
        </SessionContext>
      )}
      {state && state.phase !== 'ready' && (
        <EmptyState
          icon={<AppWindow className="size-5" strokeWidth={1.75} />}
          title="Nobody is signed in"
          text="Sign in in the main window of Leadline; the conversation is then here again."
        />
      )}
      <ToastRegion />
    </>
  )
}

function Conversation({ id }: { id: string }) {
  const command = useCommand()
  const wished = useApp((state) => state.preferences.panelWidth)
  const openId = useApp((state) => state.openId)
  const { panelFloats, panelWidth } = layConversation(useWindowWidth(), wished)
  const panel = useLeadPanel(id, panelFloats)
  const close = () => void command('popout.close', { conversation_id: id })
  useKeyboard({ ...useConversationKeys(panel), back: () => panel.dismiss() || close() }, 'inbox')
  useStayOn(id)
  useTitle(id)
  return (
    <main className="relative flex h-full min-w-0">
      <Suspense>
        {openId !== null && <ConversationPane id={id} narrow={false} panel={{ ...panel, width: panelWidth }} />}
      </Suspense>
    </main>
  )
}

/** Whatever else is asked for is shown in the main window. */
function useStayOn(id: string): void {
  const { desk } = useBridge()
  const store = useAppStore()
  const openId = useApp((state) => state.openId)
  const screen = useApp((state) => state.screen)
  useEffect(() => {
    if (openId === id) return
    if (openId !== null)
      void desk.command('window.show', { target: { kind: 'conversation', id: openId }, reply: false })
    store.getState().openConversation(id)
  }, [desk, id, openId, store])
  useEffect(() => {
    if (screen === 'inbox') return
    void desk.command('window.go', { screen, conversation_id: id })
    store.getState().showInbox()
  }, [desk, id, screen, store])
}

/** The window is called after the lead, in the list of the system's windows too. */
function useTitle(id: string): void {
  const subject = useApp((state) => state.openSubject)
  const label = subject?.id === id ? nameOf(subject.label) : null
  useEffect(() => {
    if (label !== null) document.title = label
  }, [label])
}
