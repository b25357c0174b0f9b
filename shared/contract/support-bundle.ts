/** A support bundle: the state of one cache's replication without anything that a person wrote or is called. */
import { z } from 'zod'

const count = z.int().min(0)

const queuedSchema = z.object({
  seq: z.int(),
  id: z.uuid(),
  name: z.string(),
  v: z.int(),
  state: z.enum(['pending', 'leased', 'settled', 'parked']),
  shown: z.boolean(),
  xid: z.string().nullable(),
  at: z.number(),
  /** Length of the arguments as JSON. */
  size: count,
  /** Ids by their hash, texts as filler of the same length. */
  args: z.record(z.string(), z.unknown()),
  outcome: z.object({ result: z.string(), code: z.string().nullable() }).nullable(),
})

export const supportBundleSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  made_at: z.number(),
  protocol: z.int(),
  cache_schema: z.int(),
  cursor: z.object({
    snapshot: z.string().nullable(),
    generation: z.uuid().nullable(),
    scope_version: z.int().nullable(),
  }),
  synced_at: z.number().nullable(),
  /** Rows per replicated table. */
  rows: z.record(z.string(), count),
  outbox: z.array(queuedSchema),
  /** What each queued change read, wrote or created. */
  touched: z.array(
    z.object({ seq: z.int(), table: z.string(), id: z.uuid(), effect: z.enum(['read', 'write', 'create']) }),
  ),
  /** Per shadow the kind of value in each column; null where the server has no such row. */
  shadows: z.array(z.object({ table: z.string(), id: z.uuid(), columns: z.record(z.string(), z.string()).nullable() })),
  vault: z.array(z.object({ name: z.string(), at: z.number(), why: z.string(), size: count })),
  drafts: count,
  /** The newest lines about replication of the application's log. */
  log: z.array(z.object({ at: z.string(), level: z.string(), event: z.string(), data: z.unknown() })),
})
export type SupportBundle = z.infer<typeof supportBundleSchema>
export type CacheBundle = Omit<SupportBundle, 'format' | 'version' | 'made_at' | 'protocol' | 'log'>
