import { idOf } from './fixture-data.ts'
import { PLATFORMS } from '#shared/domain/vocabulary.ts'
import type { Answering, ReplyObstacle, ReplyOptions, ReplyTemplates } from '#shared/contract/areas/composer.ts'
import type { InboxRow } from '#shared/contract/read-models.ts'
import type { Platform } from '#shared/domain/vocabulary.ts'

const HOUR = 3_600_000

const OBSTACLES: Partial<Record<Platform, ReplyObstacle>> = {
  voice: 'calls_only',
  instagram: 'not_written',
  email: 'opted_out',
}

/** Conversation 4's customer has opted out of its channel, 6's cannot be written to at all, the AI answers in 8, WhatsApp's time is over in 7. */
export function replyOptions(row: InboxRow, index: number, now: number, answering?: Answering): ReplyOptions {
  const platforms = [row.platform, ...PLATFORMS.filter((platform) => platform !== row.platform)]
  const answers = answering ?? (index === 8 ? 'ai' : 'person')
  return {
    lead_id: row.lead_id,
    conversation_ai: answers === 'ai',
    lead_ai: true,
    do_not_contact: index === 6,
    answering: answers,
    vias: platforms.map((platform, place) => ({
      channel_id: idOf(8, place),
      channel_name: 'Bright Drive London',
      platform,
      conversation_id: place === 0 ? row.id : null,
      address: platform === 'email' ? 'mia.keller@example.com' : '+44 7700 900123',
      obstacle: place === 0 ? (index === 4 ? 'opted_out' : null) : (OBSTACLES[platform] ?? null),
      last_inbound_at: platform === 'whatsapp' ? now - (index === 7 ? 30 : 21) * HOUR : now - HOUR,
      last_subject: platform === 'email' ? 'Your offer 2025-1147' : null,
    })),
  }
}

export function replyTemplates(): ReplyTemplates {
  const texts = [
    ['hello', 'First answer', 'Hi {{first_name}}, thanks for getting in touch with {{organization}}. How can I help?'],
    ['book', 'Offer a time', 'Shall we talk it through? Pick whichever time suits you here: {{booking_link}}'],
    ['wa-reopen', 'Continue a chat', 'Hello {{first_name}}, shall we go on with your request to {{organization}}?'],
    ['wa-reminder', 'Reminder', 'Hello {{first_name}}, we look forward to seeing you: {{booking_time}}.'],
  ] as const
  return {
    templates: texts.map(([shortcut, name, content], index) => ({
      id: idOf(6, index),
      name,
      type: shortcut.startsWith('wa') ? 'whatsapp' : 'any',
      category: null,
      shortcut,
      subject: null,
      content,
      approved: shortcut.startsWith('wa'),
    })),
    values: { first_name: 'Amelia', organization: 'Bright Drive', rep_name: 'Ana' },
  }
}
