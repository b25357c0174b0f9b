/** Commands about what a thread shows. */
import { z } from 'zod'

export const THREAD_COMMANDS = {
  /** The HTML of an e-mail as it came, which is on the server alone; null when it has none. */
  'message.load_html': z.object({ message_id: z.uuid() }),
} as const

export interface ThreadCommandOutputs {
  'message.load_html': MailHtml | null
}

export interface MailHtml {
  /** As the sender wrote it: hostile until it has been sanitised. */
  html: string
  from: string | null
  to: string | null
}
