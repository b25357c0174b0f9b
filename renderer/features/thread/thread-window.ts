import type { LiveQueryInput } from '#shared/contract/ipc.ts'

/** Items before and after the place that is shown, as it opens and then as the rep scrolls; the last is the contract's. */
export const WINDOW_SIZES = [80, 240, 800, 2400, 5000] as const

/** What is asked for when a conversation opens at its end. */
export function firstWindow(id: string): LiveQueryInput<'conversation.view'> {
  return { conversation_id: id, limit: WINDOW_SIZES[0], show: 'lead', around: null, after: 0 }
}
