import { describe, expect, it } from 'vitest'
import { answerSubject, replyStateOf } from './reply-state.ts'
import type { ReplyOptions, ReplyVia } from '#shared/contract/areas/composer.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 21, 12)

const via = (change: Partial<ReplyVia> = {}): ReplyVia => ({
  channel_id: 'sms',
  channel_name: 'Sales line',
  platform: 'sms',
  conversation_id: 'c1',
  address: '+447700900123',
  obstacle: null,
  last_inbound_at: NOW - HOUR,
  last_subject: null,
  ...change,
})
const options = (change: Partial<ReplyOptions> = {}): ReplyOptions => ({
  lead_id: 'l1',
  conversation_ai: false,
  lead_ai: true,
  do_not_contact: false,
  answering: 'person',
  vias: [via()],
  ...change,
})

describe('what stands against a reply', () => {
  it('leaves by the conversation’s own channel unless another is chosen', () => {
    const mail = via({ channel_id: 'mail', platform: 'email' })
    expect(replyStateOf(options({ vias: [via(), mail] }), undefined, NOW)).toMatchObject({ kind: 'ready', via: via() })
    expect(replyStateOf(options({ vias: [via(), mail] }), 'mail', NOW)).toMatchObject({ kind: 'ready', via: mail })
    expect(replyStateOf(options(), 'gone', NOW)).toMatchObject({ via: via() })
  })

  it('puts what the customer wants before who answers', () => {
    const out = options({ answering: 'ai', vias: [via({ obstacle: 'opted_out' })] })
    expect(replyStateOf(out, undefined, NOW)).toMatchObject({
      kind: 'blocked',
      sentence: expect.stringContaining('opted out of SMS') as string,
    })
    expect(replyStateOf({ ...out, do_not_contact: true }, undefined, NOW)).toMatchObject({
      kind: 'blocked',
      sentence: 'This customer is not to be contacted.',
    })
  })

  it('leaves the answer to the AI until somebody takes over', () => {
    expect(replyStateOf(options({ answering: 'ai' }), undefined, NOW)).toMatchObject({ kind: 'ai' })
    expect(replyStateOf(options({ answering: 'off' }), undefined, NOW)).toMatchObject({ kind: 'ready' })
  })

  it('closes WhatsApp 24 hours after the customer’s last message, to the millisecond', () => {
    const wrote = (ago: number) => options({ vias: [via({ platform: 'whatsapp', last_inbound_at: NOW - ago })] })
    expect(replyStateOf(wrote(24 * HOUR - 1), undefined, NOW)).toMatchObject({
      kind: 'ready',
      window: { state: 'open', until: NOW + 1 },
    })
    expect(replyStateOf(wrote(24 * HOUR), undefined, NOW)).toMatchObject({ kind: 'window' })
  })

  it('gives a person 7 days on Instagram, and nothing to who never wrote', () => {
    const on = (last_inbound_at: number | null) => options({ vias: [via({ platform: 'instagram', last_inbound_at })] })
    expect(replyStateOf(on(NOW - 6 * 24 * HOUR), undefined, NOW).kind).toBe('ready')
    expect(replyStateOf(on(NOW - 7 * 24 * HOUR), undefined, NOW).kind).toBe('window')
    expect(replyStateOf(on(null), undefined, NOW).kind).toBe('window')
  })
})

it('answers a subject once, however often it was answered', () => {
  expect(answerSubject(via({ last_subject: 'Your offer' }))).toBe('Re: Your offer')
  expect(answerSubject(via({ last_subject: 'RE: Your offer' }))).toBe('RE: Your offer')
  expect(answerSubject(via())).toBe('')
})
