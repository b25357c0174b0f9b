import { expect, it } from 'vitest'
import { isNotable, isStuck, progressOf } from './progress.ts'
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

it('knows nothing of the delivery before the team has the reply', () => {
  expect(progressOf(reply)).toEqual({ save: 'local', delivery: null })
  expect(progressOf({ ...reply, save_state: 'syncing' })).toEqual({ save: 'syncing', delivery: null })
  const saved = progressOf({ ...reply, save_state: 'saved' })
  expect(saved).toMatchObject({ save: 'saved', delivery: { label: 'Queued' } })
})

it('tells a change that waits here apart from what the carrier has said', () => {
  const read = progressOf({ ...reply, save_state: 'local', status: 'read' })
  expect(read).toMatchObject({ save: 'local', delivery: { label: 'Read' } })
  expect(read && isNotable(read)).toBe(true)
})

it('gives the reason of a failure and keeps it in sight', () => {
  const failed = progressOf({ ...reply, save_state: 'saved', status: 'failed', error: 'Number not in service' })
  expect(failed?.delivery).toMatchObject({ label: 'Not delivered', detail: 'Number not in service' })
  expect(failed && isNotable(failed) && isStuck(failed)).toBe(true)
})

it('leaves a delivered reply in peace in the middle of a run', () => {
  const delivered = progressOf({ ...reply, save_state: 'saved', status: 'delivered' })
  expect(delivered && (isNotable(delivered) || isStuck(delivered))).toBe(false)
})

it('has nothing to say about what the customer wrote', () => {
  expect(progressOf({ ...reply, direction: 'inbound', sender_type: 'customer' })).toBeNull()
})
