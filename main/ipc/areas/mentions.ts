import type { z } from 'zod'
import type { MENTIONS_COMMANDS } from '#shared/contract/areas/mentions.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof MENTIONS_COMMANDS]: (input: z.output<(typeof MENTIONS_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands of mentions do. */
export function mentionsHandlers({ writable, now }: AreaContext): Handlers {
  return {
    async 'mention.mark'({ mention_ids, is_read }) {
      const { db, engine } = writable()
      const at = now()
      const set = { read_at: is_read ? at : null }
      await db.commitAll(
        mention_ids.map((mention_id) => ({ name: 'mention.read' as const, args: { mention_id, set } })),
        { at },
      )
      engine.wake('write')
      return null
    },
  }
}
