import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useBridge } from '../bridge/bridge-context.ts'
import { useCommand } from '../bridge/use-command.ts'
import { useLive } from '../bridge/use-live.ts'
import type { Present } from '../format/presence-words.ts'
import { useWindowFocus } from '../ui/use-window-focus.ts'
import { useTeam } from './use-team.ts'
import type { PresentPerson } from '#shared/contract/areas/presence.ts'

/** Main shows typing for five seconds. */
const TYPING_AGAIN_MS = 2_000

export interface PresentColleague extends Present {
  id: string
}

const NOBODY: readonly PresentPerson[] = []

/** Colleagues by conversation, at this moment. */
export function usePresence(): ReadonlyMap<string, readonly PresentColleague[]> {
  const { value: people = NOBODY } = useLive('presence.list', {})
  const { nameOf } = useTeam()
  return useMemo(() => {
    const colleagues = new Map<string, PresentColleague[]>()
    for (const { conversation_id, user_id: id, typing } of people) {
      const there = colleagues.get(conversation_id) ?? []
      colleagues.set(conversation_id, [...there, { id, name: nameOf(id), typing }])
    }
    return colleagues
  }, [nameOf, people])
}

/** Tells the team that the rep has a conversation before them, while they have. Nobody asked, so a failure stays silent. */
export function useShowPresence(conversationId: string): void {
  const command = useCommand()
  const focused = useWindowFocus()
  const { window } = useBridge()
  useEffect(() => {
    if (!focused) return undefined
    const show = (conversation_id: string | null) =>
      void command('presence.show', { conversation_id, window }, { quiet: true })
    show(conversationId)
    return () => show(null)
  }, [command, conversationId, focused, window])
}

/** To be called with each change of what the rep writes in a conversation. */
export function useTyping(conversationId: string): () => void {
  const command = useCommand()
  const told = useRef(-Infinity)
  return useCallback(() => {
    const now = performance.now()
    if (now - told.current < TYPING_AGAIN_MS) return
    told.current = now
    void command('presence.typing', { conversation_id: conversationId }, { quiet: true })
  }, [command, conversationId])
}
