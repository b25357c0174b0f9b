/** What a permanent link of the app leads to. */
export interface LeadLink {
  lead_id: string
  message: { conversation_id: string; message_id: string } | null
}

const LINK = /^leadline:\/\/lead\/([0-9a-f-]{36})(?:#message\/([0-9a-f-]{36})\/([0-9a-f-]{36}))?$/i

/** `leadline://lead/<lead>`, or `leadline://lead/<lead>#message/<conversation>/<message>`. */
export function leadLink({ lead_id, message }: LeadLink): string {
  return `leadline://lead/${lead_id}${message ? `#message/${message.conversation_id}/${message.message_id}` : ''}`
}

/** Null for what is no link of the app. */
export function parseLeadLink(url: string): LeadLink | null {
  const [, lead_id, conversation_id, message_id] = LINK.exec(url) ?? []
  if (!lead_id) return null
  return { lead_id, message: conversation_id && message_id ? { conversation_id, message_id } : null }
}
