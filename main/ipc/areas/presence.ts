import type { z } from 'zod'
import type { PRESENCE_COMMANDS } from '#shared/contract/areas/presence.ts'
import type { WindowId } from '#shared/contract/areas/pop-outs.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof PRESENCE_COMMANDS]: (input: z.output<(typeof PRESENCE_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

export interface PresenceContext extends Pick<AreaContext, 'workspace'> {
  /** A window has the keys and shows this conversation; null: one of both is no longer so. */
  show: (window: WindowId, conversationId: string | null) => void
  /** Whether the rep does not want colleagues to see where they are. */
  isHidden: () => boolean
}

/** What the commands of presence do. */
export function presenceHandlers({ workspace, show, isHidden }: PresenceContext): Handlers {
  return {
    async 'presence.show'({ conversation_id, window }) {
      workspace()
      show(window, conversation_id)
      return null
    },
    async 'presence.typing'({ conversation_id }) {
      if (!isHidden()) workspace().presence.typed(conversation_id)
      return null
    },
  }
}
