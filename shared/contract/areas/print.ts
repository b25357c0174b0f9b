/** The contract of a conversation on paper, and as a PDF. */
import { z } from 'zod'

/** Most messages and notes on one print: a thread that is longer is cut at its beginning. */
export const PRINTED_MOST = 5_000

export const printSchema = z
  .object({
    conversation_id: z.uuid(),
    /** The lead's whole thread, over all channels, or this conversation alone. */
    show: z.enum(['lead', 'conversation']),
    notes: z.boolean(),
  })
  .strict()
export type PrintRequest = z.infer<typeof printSchema>

export const PRINT_COMMANDS = {
  /** Asks where to, and saves the conversation there as a PDF. */
  'print.save': printSchema,
  /** Gives the conversation to the system's print dialog. */
  'print.paper': printSchema,
  /** The hidden page has laid it out; or why it could not, in words. */
  'print.ready': z.object({ job: z.uuid(), problem: z.string().max(300).nullable() }).strict(),
} as const

export interface PrintCommandOutputs {
  /** The name it was saved under; null when the rep gave up. */
  'print.save': { saved_as: string | null }
}
