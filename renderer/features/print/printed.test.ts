import { expect, test } from 'vitest'
import type { ConversationView, TimelineMessage, TimelineNote } from '#shared/contract/read-models.ts'
import { jobOf } from './job-of.ts'
import { printedDays, rangeOf } from './printed.ts'

const AT = new Date(2026, 2, 12, 9, 30).getTime()
const DAY = 24 * 3_600_000
const by = { user: { id: 'me', name: 'Sofia Rossi' }, team: { nameOf: () => 'Ana Lima' } }

const message = (given: Partial<TimelineMessage>): TimelineMessage => ({
  kind: 'message',
  id: 'm',
  conversation_id: 'c',
  platform: 'whatsapp',
  at: AT,
  direction: 'outbound',
  sender_type: 'agent',
  sender_id: 'me',
  content_type: 'text',
  subject: null,
  body: 'Hello',
  status: 'delivered',
  error: null,
  failed_at: null,
  scheduled_for: null,
  save_state: 'saved',
  call: null,
  attachments: [],
  ...given,
})
const note: TimelineNote = {
  kind: 'note',
  id: 'n',
  at: AT + DAY,
  title: null,
  body: 'Ask <@0198f2c0-0000-7000-8000-000000000002|Ana Lima>.',
  type: 'general',
  is_pinned: false,
  tags: [],
  author_id: 'her',
  save_state: 'saved',
}
const view = (...items: ConversationView['items']) => ({ lead: { label: 'Maya Chen' }, items }) as ConversationView

test('a print tells of each day who wrote what, when, where, and what became of it; files by their names', () => {
  const quote = {
    id: 'a',
    kind: 'file',
    content_type: 'application/pdf',
    size_bytes: 1_200_000,
    file_name: 'quote.pdf',
  }
  const days = printedDays(
    view(
      message({ sender_type: 'customer', sender_id: null, direction: 'inbound', body: 'How much is it?' }),
      message({ attachments: [quote as TimelineMessage['attachments'][number]] }),
      message({ sender_id: 'her', status: 'failed', platform: 'email', subject: 'Offer' }),
      note,
    ),
    true,
    by,
  )
  expect(days.map(({ day }) => day)).toEqual(['12 March 2026', '13 March 2026'])
  expect(days[0]!.items).toMatchObject([
    { author: 'Maya Chen', facts: '09:30 · WhatsApp', text: 'How much is it?' },
    { author: 'Sofia Rossi', files: ['quote.pdf (PDF · 1.2 MB)'] },
    { author: 'Ana Lima', facts: '09:30 · E-mail · not delivered', subject: 'Offer' },
  ])
  expect(days[1]!.items).toMatchObject([{ isNote: true, author: 'Ana Lima', text: 'Ask @Ana Lima.' }])
  expect(rangeOf(days)).toBe('12 March 2026 to 13 March 2026 · 3 messages')
})

test('without notes there is nothing of them, nor of a day that had nothing else', () => {
  const days = printedDays(view(message({}), note), false, by)
  expect(rangeOf(days)).toBe('12 March 2026 · 1 message')
  expect(rangeOf(printedDays(view(note), false, by))).toBe('0 messages')
})

test('what is asked for is read from the address', () => {
  expect(jobOf('?job=j&conversation=c&show=conversation&notes=true')).toEqual({
    job: 'j',
    conversation_id: 'c',
    show: 'conversation',
    notes: true,
  })
})
