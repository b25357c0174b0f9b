import type { z } from 'zod'
import type { PRESENCE_COMMANDS } from '#shared/contract/areas/presence.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof PRESENCE_COMMANDS]: (input: z.output<(typeof PRESENCE_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

export interface PresenceContext extends Pick<AreaContext, 'workspace'> {
  /** The rep has this conversation before them; null: none. */
  focus: (conversationId: string | null) => void
  /** Whether the rep does not want colleagues to see where they are. */
  isHidden: () => boolean
}

/** What the commands of presence do. */
export function presenceHandlers({ workspace, focus, isHidden }: PresenceContext): Handlers {
  return {
    async 'presence.show'({ conversation_id }) {
      focus(conversation_id)
      workspace().presence.show(isHidden() ? null : conversation_id)
      return null
    },
    async 'presence.typing'({ conversation_id }) {
      if (!isHidden()) workspace().presence.typed(conversation_id)
      return null
    },
  }
}
