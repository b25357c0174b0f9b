import type { TimelineMessage } from '#shared/contract/read-models.ts'

/** Who wrote a message, in words; null for the rep themselves. */
export function authorOf(
  message: Pick<TimelineMessage, 'sender_type' | 'sender_id'>,
  team: { nameOf: (id: string) => string },
  userId: string,
  leadName: string,
): string | null {
  if (message.sender_type === 'customer') return leadName
  if (message.sender_type === 'ai') return 'AI assistant'
  if (message.sender_id === userId) return null
  return message.sender_id ? team.nameOf(message.sender_id) : 'Team'
}
