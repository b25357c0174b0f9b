import type { z } from 'zod'
import type { OFFLINE_COMMANDS } from '#shared/contract/areas/offline.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof OFFLINE_COMMANDS]: (input: z.output<(typeof OFFLINE_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** What the commands about this device's own data do. */
export function offlineHandlers({ workspace, writable }: AreaContext): Handlers {
  return {
    async 'outbox.edit'(edited) {
      const { db, engine } = writable()
      await db.editUnsent(edited)
      engine.wake('write')
      return null
    },
    // What is kept here is nobody else's business, so a viewer may too.
    'keep.add': async (view) => (await workspace().keeper.add(view), null),
    'keep.remove': async ({ id }) => (await workspace().keeper.remove(id), null),
  }
}
