import { useCallback, useState } from 'react'
import { useLiveOf } from '../../bridge/use-live.ts'
import type { LiveState } from '../../bridge/live-cache.ts'
import type { Target } from '../../store/inbox-slice.ts'
import { useApp } from '../../store/store-context.ts'
import { WINDOW_SIZES } from './thread-window.ts'
import { useOlderOnServer, type OlderState } from './use-older.ts'
import type { LiveQueryInput } from '#shared/contract/ipc.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

export type ThreadShow = NonNullable<LiveQueryInput<'conversation.view'>['show']>

export interface Thread {
  state: LiveState<ConversationView | null>
  show: ThreadShow
  setShow: (show: ThreadShow) => void
  /** The message to scroll to and mark. */
  target: Target | null
  older: OlderState
  retryOlder: () => void
  /** Asks for more before or after what is loaded; may be called as long as the rep stays near that end. */
  wantOlder: () => void
  wantNewer: () => void
  /** Back from a message to the end. */
  wantLatest: () => void
}

/** The window of a lead's thread that is loaded, and the ways to move it. */
export function useThread(id: string): Thread {
  const target = useApp((state) => (state.openId === id ? state.target : null))
  const wantLatest = useApp((state) => state.leaveTarget)
  const turn = target?.turn ?? null
  const [show, setShow] = useState<ThreadShow>('lead')
  const [loaded, setLoaded] = useState({ turn, before: 0, after: 0 })
  if (loaded.turn !== turn) {
    setLoaded({ turn, before: 0, after: 0 })
    if (turn !== null) setShow('lead')
  }
  const around = target?.messageId ?? null
  const [before, after] = [sizeOf(loaded.before), around === null ? 0 : sizeOf(loaded.after)]
  const state = useLiveOf('conversation.view', { conversation_id: id, limit: before, show, around, after }, id)
  const view = state.value
  const { older, load, retry } = useOlderOnServer(view)

  // A window that is not full yet has been asked for already.
  const place = view?.items.findIndex((item) => item.id === around) ?? -1
  const shownBefore = place === -1 ? (view?.items.length ?? 0) : place + 1
  const shownAfter = place === -1 ? 0 : (view?.items.length ?? 0) - shownBefore
  const wantOlder = useCallback(() => {
    if (shownBefore >= before) setLoaded((now) => ({ ...now, before: next(now.before) }))
    load()
  }, [before, load, shownBefore])
  const wantNewer = useCallback(() => {
    if (shownAfter >= after) setLoaded((now) => ({ ...now, after: next(now.after) }))
  }, [after, shownAfter])

  return { state, show, setShow, target, older, retryOlder: retry, wantOlder, wantNewer, wantLatest }
}

const sizeOf = (step: number): number => WINDOW_SIZES[step] ?? WINDOW_SIZES[0]
const next = (step: number): number => Math.min(step + 1, WINDOW_SIZES.length - 1)
