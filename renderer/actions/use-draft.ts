import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useBridge } from '../bridge/bridge-context.ts'
import { useCommand } from '../bridge/use-command.ts'
import { ChangeKeeper } from './change-keeper.ts'
import type { Draft } from '#shared/contract/read-models.ts'
import type { Failure } from '#shared/contract/result.ts'

export interface DraftState {
  draft: Draft
  /** Why the text is not kept right now, if it is not. */
  failure: Failure | null
  change: (draft: Draft) => void
  /** Takes away `sent` from the front of the text: what was typed since stays. */
  remove: (sent: string) => void
}

const BLANK: Draft = { body: '', mode: 'reply' }

/**
 * The draft of one conversation (mount once per conversation and window): loaded from the cache, saved as the rep types, and
 * at once when they look away, switch or close the window.
 */
export function useDraft(conversationId: string): DraftState {
  const command = useCommand()
  const { desk, window } = useBridge()
  const [draft, setDraft] = useState(BLANK)
  const [failure, setFailure] = useState<Failure | null>(null)
  const latest = useRef(draft)

  const keeper = useMemo(
    () =>
      new ChangeKeeper<Draft>(async (next) => {
        const draft = { conversation_id: conversationId, window, ...next }
        const result = await command('draft.save', draft, { quiet: true })
        setFailure(result.ok ? null : result.error)
        return result.ok
      }),
    [command, conversationId, window],
  )

  const show = useCallback((next: Draft) => {
    latest.current = next
    setDraft(next)
  }, [])

  const change = useCallback(
    (next: Draft) => {
      show(next)
      keeper.change(next)
    },
    [keeper, show],
  )

  const remove = useCallback(
    (sent: string) => {
      const { body, mode } = latest.current
      change({ body: body.startsWith(sent) ? body.slice(sent.length) : body, mode })
      void keeper.flush()
    },
    [change, keeper],
  )

  useEffect(() => {
    let gone = false
    const load = async () => {
      const result = await command('draft.load', { conversation_id: conversationId }, { quiet: true })
      if (gone || !result.ok || !result.value) return
      const { current } = latest
      if (current === BLANK) return show(result.value)
      // Something was typed or chosen before the draft was there: neither may be lost.
      change({ ...result.value, ...current, body: [result.value.body, current.body].filter(Boolean).join('\n') })
    }
    void load()
    return () => {
      gone = true
    }
  }, [change, command, conversationId, show])

  // Another window has the same draft: the last keystroke counts, and what is not saved yet here is later than that.
  useEffect(
    () =>
      desk.on('draft.changed', ({ conversation_id, draft: theirs }) => {
        if (conversation_id === conversationId && keeper.isIdle) show(theirs)
      }),
    [conversationId, desk, keeper, show],
  )

  useEffect(() => {
    const flush = () => void keeper.flush()
    addEventListener('blur', flush)
    addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      removeEventListener('blur', flush)
      removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [keeper])

  return { draft, failure, change, remove }
}
