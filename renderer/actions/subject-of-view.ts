import type { Subject } from '../store/inbox-slice.ts'
import type { ConversationView } from '#shared/contract/read-models.ts'

/** What actions need to know of an open conversation. The assignee works it, else the lead's owner. */
export function subjectOfView({ conversation, lead }: ConversationView): Subject {
  return {
    id: conversation.id,
    lead_id: lead.id,
    label: lead.label,
    handler_id: conversation.assigned_to ?? lead.owner_id,
  }
}
