import type { z } from 'zod'
import type { AWAY_COMMANDS } from '#shared/contract/areas/away.ts'
import type { CommandOutput } from '#shared/contract/ipc.ts'
import type { AreaContext } from './context.ts'

type Handlers = {
  [N in keyof typeof AWAY_COMMANDS]: (input: z.output<(typeof AWAY_COMMANDS)[N]>) => Promise<CommandOutput<N>>
}

/** Commands of the digest of an absence. */
export function awayHandlers({ workspace }: AreaContext): Handlers {
  return {
    async 'away.dismiss'({ to }) {
      await workspace().db.dismissAway(to)
      return null
    },
  }
}
