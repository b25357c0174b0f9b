import type { z } from 'zod'
import type { THREAD_COMMANDS } from '#shared/contract/areas/thread.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof THREAD_COMMANDS]: (input: z.output<(typeof THREAD_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands about a thread's content do. */
export function threadHandlers({ workspace }: AreaContext): Handlers {
  return {
    'message.load_html': ({ message_id }) => workspace().mailHtml(message_id),
  }
}
