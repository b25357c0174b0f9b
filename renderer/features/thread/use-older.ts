import { useCallback, useRef, useState } from 'react'
import { useCommand } from '../../bridge/use-command.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

/** What the top of a thread says while its older messages come from the server. */
export type OlderState = { kind: 'idle' } | { kind: 'loading' } | { kind: 'failed'; message: string }

/**
 * Older messages from the server. After a failure nothing is asked again by itself; the rep does, from the thread.
 * @returns where it stands, and the ways to ask and to ask again
 */
export function useOlderOnServer(view: ConversationView | null | undefined): {
  older: OlderState
  load: () => void
  retry: () => void
} {
  const command = useCommand()
  const [older, setOlder] = useState<OlderState>({ kind: 'idle' })
  const busy = useRef(false)
  const id = view?.has_older_on_server ? view.older_in : null

  const ask = useCallback(async () => {
    if (!id || busy.current) return
    busy.current = true
    setOlder({ kind: 'loading' })
    const result = await command('conversation.load_older', { conversation_id: id }, { quiet: true })
    busy.current = false
    setOlder(result.ok ? { kind: 'idle' } : { kind: 'failed', message: result.error.message })
  }, [command, id])

  const hasFailed = older.kind === 'failed'
  const load = useCallback(() => {
    if (!hasFailed) void ask()
  }, [ask, hasFailed])
  const retry = useCallback(() => void ask(), [ask])
  return { older, load, retry }
}
