import { useEffect } from 'react'
import { useBridge } from './bridge/bridge-context.ts'
import { useLive } from './bridge/use-live.ts'
import { useAppearance } from './actions/use-appearance.ts'
import { Failed } from './features/session/failed.tsx'
import { FirstRun } from './features/session/first-run.tsx'
import { Opening } from './features/session/opening.tsx'
import { SignedOut } from './features/session/signed-out.tsx'
import { Workspace } from './shell/workspace.tsx'
import { useAppStore } from './store/store-context.ts'
import { ToastRegion } from './ui/toast-region.tsx'
import type { AppState } from '#shared/contract/read-models.ts'
import type { Failure } from '#shared/contract/result.ts'

/** Shows the screen of the phase the app is in. */
export function App() {
  useAppearance()
  const { value: state, error } = useLive('app.state', {})
  useForgetOnLeaving(state?.phase === 'ready' ? state.user.id : null)
  return (
    <>
      <Screen state={state} error={error} />
      <ToastRegion />
    </>
  )
}

function Screen({ state, error }: { state: AppState | undefined; error: Failure | null }) {
  if (!state) return error ? <Failed error={error} /> : <Opening />
  switch (state.phase) {
    case 'setup':
      return <FirstRun demoAvailable={state.demo_available} />
    case 'signed_out':
      return <SignedOut state={state} />
    case 'opening':
      return <Opening />
    case 'failed':
      return <Failed error={state.error} />
  }
  return <Workspace key={state.user.id} session={state} />
}

/** The next user of this window starts with nothing of the one before. */
function useForgetOnLeaving(userId: string | null): void {
  const { cache } = useBridge()
  const store = useAppStore()
  useEffect(() => {
    if (userId === null) return undefined
    return () => {
      store.getState().leaveInbox()
      store.getState().leaveSearch()
      store.getState().leavePipeline()
      store.getState().leaveMentions()
      store.getState().leaveTasks()
      store.getState().showNoteSheet(null)
      store.getState().forgetSent()
      store.getState().showInbox()
      store.getState().tellStory(null)
      store.getState().showOverlay(null)
      cache.clear()
    }
  }, [cache, store, userId])
}
