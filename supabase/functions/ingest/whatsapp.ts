import type { Adapter } from './adapter.ts'
import { answerMetaChallenge } from './meta.ts'

/** WhatsApp Cloud API (Meta for Developers, "WhatsApp Business Platform: Webhooks"). */
export const whatsapp: Adapter = { challenge: answerMetaChallenge }
