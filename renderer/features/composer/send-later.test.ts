import { expect, it } from 'vitest'
import type { ReplyVia } from '#shared/contract/areas/composer.ts'
import { latestOf } from './send-later.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const HOUR = 3_600_000
const via: ReplyVia = {
  channel_id: 'w',
  channel_name: 'WhatsApp',
  platform: 'whatsapp',
  conversation_id: 'c',
  address: '+447700900123',
  obstacle: null,
  last_inbound_at: NOW - HOUR,
  last_subject: null,
}

it('lets nobody plan an answer for when the channel takes none any more, and says until when it does', () => {
  const latest = latestOf({ kind: 'ready', via, window: { state: 'open', until: NOW + 23 * HOUR } }, NOW)
  expect(latest.at).toBe(NOW + 23 * HOUR)
  expect(latest.sentence).toMatch(/^WhatsApp takes this answer only until Sun 22 Nov/)
})

it('lets other channels wait as long as the server does', () => {
  const latest = latestOf({ kind: 'ready', via: { ...via, platform: 'sms' }, window: { state: 'free' } }, NOW)
  expect(latest.at).toBe(NOW + 365 * 24 * HOUR)
})
