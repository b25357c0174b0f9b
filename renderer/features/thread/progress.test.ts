import { expect, it } from 'vitest'
import { isNotable, progressOf } from './progress.ts'
import type { TimelineMessage } from '#shared/contract/read-models.ts'

const reply: TimelineMessage = {
  kind: 'message',
  conversation_id: 'c',
  platform: 'sms',
  id: 'a',
  at: 0,
  direction: 'outbound',
  sender_type: 'agent',
  sender_id: null,
  content_type: 'text',
  subject: null,
  body: 'Hello',
  status: 'queued',
  error: null,
  failed_at: null,
  scheduled_for: null,
  save_state: 'local',
  call: null,
  attachments: [],
}

it('says where a reply is saved before it says anything about delivery', () => {
  expect(progressOf(reply)?.label).toBe('Saved here')
  expect(progressOf({ ...reply, save_state: 'syncing' })?.label).toBe('Syncing')
  expect(progressOf({ ...reply, save_state: 'saved' })?.label).toBe('Queued')
  expect(progressOf({ ...reply, save_state: 'saved', status: 'read' })?.label).toBe('Read')
})

it('gives the reason of a failure and keeps it in sight', () => {
  const failed = progressOf({ ...reply, save_state: 'saved', status: 'failed', error: 'Number not in service' })
  expect(failed).toMatchObject({ label: 'Not delivered', detail: 'Number not in service' })
  expect(failed && isNotable(failed)).toBe(true)
})

it('has nothing to say about what the customer wrote', () => {
  expect(progressOf({ ...reply, direction: 'inbound', sender_type: 'customer' })).toBeNull()
})
