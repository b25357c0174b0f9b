import type { z } from 'zod'
import type { UPDATE_COMMANDS, UpdateChannel } from '#shared/contract/areas/update.ts'
import type { Updates } from '../../update/updates.ts'

type Handlers = { [N in keyof typeof UPDATE_COMMANDS]: (input: z.output<(typeof UPDATE_COMMANDS)[N]>) => Promise<null> }

export interface UpdateContext {
  updates: Updates
  /** Remembers the channel on this computer. */
  keepChannel: (channel: UpdateChannel) => void
}

/** Commands about the app's own updates. */
export function updateHandlers({ updates, keepChannel }: UpdateContext): Handlers {
  return {
    'update.check': async () => (await updates.check(), null),
    'update.restart': async () => (updates.restart(), null),
    async 'update.choose_channel'({ channel }) {
      keepChannel(channel)
      await updates.choose(channel)
      return null
    },
  }
}
