import type { z } from 'zod'
import type { PRESENCE_COMMANDS } from '#shared/contract/areas/presence.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof PRESENCE_COMMANDS]: (input: z.output<(typeof PRESENCE_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of presence do. */
export function presenceHandlers({ workspace }: Pick<AreaContext, 'workspace'>): Handlers {
  return {
    async 'presence.show'({ conversation_id }) {
      workspace().presence.show(conversation_id)
      return null
    },
    async 'presence.typing'({ conversation_id }) {
      workspace().presence.typed(conversation_id)
      return null
    },
  }
}
