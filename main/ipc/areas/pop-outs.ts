import type { z } from 'zod'
import type { POP_OUT_COMMANDS } from '#shared/contract/areas/pop-outs.ts'
import type { AskedFor } from '../../shell/desktop.ts'

type Handlers = {
  [N in keyof typeof POP_OUT_COMMANDS]: (input: z.output<(typeof POP_OUT_COMMANDS)[N]>) => Promise<null>
}

export interface PopOutsContext {
  ask: (askedFor: AskedFor) => void
  popOut: (conversationId: string) => void
  closePopOut: (conversationId: string) => void
}

/** Commands about conversations in windows of their own. */
export function popOutHandlers(windows: PopOutsContext): Handlers {
  return {
    async 'popout.open'({ conversation_id }) {
      windows.popOut(conversation_id)
      return null
    },
    async 'popout.close'({ conversation_id }) {
      windows.closePopOut(conversation_id)
      return null
    },
    async 'window.go'({ screen, conversation_id }) {
      windows.ask({ kind: 'screen', screen, conversation_id })
      return null
    },
  }
}
