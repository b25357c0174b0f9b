import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '#build/demo/random.ts'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createOrganization } from '#tests/support/database.ts'
import { openMailRoom } from '#tests/support/deliveries.ts'
import type { Payload, VendorName } from '#tests/support/deliveries.ts'
import * as vendor from '#tests/support/vendor-payloads.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startTestBackend()
})
afterAll(() => backend.close())

const MESSAGES = 6
const TIMES = 5

/** They do not tell when a message was written: what arrived last is shown. */
const UNTIMED: ReadonlySet<VendorName> = new Set(['twilio', 'form'])

type Make = (words: vendor.Words) => Payload

/** How each vendor says that the same customer wrote, and the preview that the last message leaves. */
const CASES: Partial<Record<VendorName, Make>> = {
  web: (words) => vendor.webMessage('07400 123456', words),
  json: (words) => vendor.jsonMessage('07400 123456', words),
  form: (words) => vendor.formSubmission('07400 123456', words),
  email: (words) => vendor.mimeMessage('ann@mail.example', { ...words, id: `<${words.id}@mail.example>` }),
  whatsapp: (words) => vendor.whatsappText('447400123456', words),
  messenger: (words) => vendor.messengerText('24861000001', words),
  twilio: (words) => vendor.twilioText('+447400123456', words),
}

describe.each(Object.entries(CASES) as [VendorName, Make][])('%s', (name, make) => {
  test.each(['first', 'second', 'third'])(
    'each message delivered five times, in any order and at once, is one message of one lead (%s order)',
    async (seed) => {
      const organization = await createOrganization(backend.sql, 'Acme')
      const mail = await openMailRoom(backend, organization)
      const start = Date.now() - 600_000
      const payloads = Array.from({ length: MESSAGES }, (_, index) =>
        make({ id: `${organization.id}-${index}`, text: `message ${index}`, at: new Date(start + index * 60_000) }),
      )
      const random = new Random(seed, name)
      const deliveries = Array.from({ length: TIMES }, () => payloads)
        .flat()
        .map((payload) => ({ payload, place: random.fraction() }))
        .sort((a, b) => a.place - b.place)
      const answers = await Promise.all(deliveries.map(({ payload }) => mail.deliver(name, payload)))
      // The same request, signed in the same second, is refused as a replay.
      expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([])

      const leads = await backend.sql`select * from leads where organization_id = ${organization.id}`
      expect(leads).toHaveLength(1)
      const written = await backend.sql<{ body: string }[]>`
        select body from messages where organization_id = ${organization.id} and direction = 'inbound' order by body`
      expect(written.map(({ body }) => body)).toEqual(payloads.map((_, index) => `message ${index}`))
      const [points] = await backend.sql`
        select count(*)::int as n from contact_points where organization_id = ${organization.id}`
      expect(points!.n).toBe(1)
      const [thread] = await backend.sql`select * from conversations where organization_id = ${organization.id}`
      expect(thread).toMatchObject({ unread_count: MESSAGES })
      const shown = UNTIMED.has(name) ? /^message \d$/ : /^message 5$/
      expect(String(thread!.last_message_preview)).toMatch(shown)
      expect(String(leads[0]!.latest_reply)).toMatch(shown)
    },
  )
})
