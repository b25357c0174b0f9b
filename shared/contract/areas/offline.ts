/** Commands about what waits on this device. */
import { z } from 'zod'

export const OFFLINE_COMMANDS = {
  /** Gives a waiting reply or note another text; `conflict` once it may have reached the server. */
  'outbox.edit': z.object({ seq: z.int(), text: z.string().max(100_000) }),
} as const
