/** How desktops of an organisation tell each other who is where: never stored, and no part of replication. */
import { z } from 'zod'

/** The private Realtime topic of an organisation's people; the policies on `realtime.messages` let its members alone in. */
export const presenceTopic = (organizationId: string) => `presence:${organizationId}`
export const PLACE_EVENT = 'place'

/** Where a desktop's rep is. `key` names the desktop, `n` counts its changes, so that of two the later is known. */
export const placeSchema = z.object({
  key: z.string().max(100),
  n: z.int().nonnegative(),
  conversation_id: z.uuid().nullable(),
  typing: z.boolean(),
})
export type Place = z.infer<typeof placeSchema>

/** A desktop's name on the channel; it tells whose it is. */
export const deskKey = (userId: string, desk: string) => `${userId}:${desk}`
export const userOfKey = (key: string): string => key.split(':')[0]!
