import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createOrganization } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { openMailRoom } from '#tests/support/deliveries.ts'
import type { MailRoom } from '#tests/support/deliveries.ts'

let backend: LocalSupabase
let organization: Organization
let mail: MailRoom
beforeAll(async () => {
  backend = await startTestBackend()
})
afterAll(() => backend.close())
beforeEach(async () => {
  organization = await createOrganization(backend.sql, 'Acme')
  mail = await openMailRoom(backend, organization)
})

const rowsOf = (table: 'leads' | 'messages' | 'dead_letters') =>
  backend.sql`select * from ${backend.sql(table)} where organization_id = ${organization.id}`

describe('the door', () => {
  test.each([
    'web',
    'form',
    'json',
    'agent',
    'email',
    'whatsapp',
    'messenger',
    'lead-ads',
    'twilio',
    'twilio-voice',
  ] as const)('%s: a body that was changed after it was signed is refused', async (name) => {
    const { handle } = await import('#supabase/functions/ingest/handler.ts')
    const request = await mail.request(name, new URLSearchParams({ MessageSid: 'SM1', From: '+447400123456' }))
    const forged = new Request(request.url, { method: 'POST', headers: request.headers, body: 'MessageSid=SM2' })
    expect((await handle(forged, mail.context)).status).toBe(401)
    const unsigned = new Request(request.url, { method: 'POST', body: 'MessageSid=SM2' })
    expect((await handle(unsigned, mail.context)).status).toBe(401)
  })

  test('a body that is too large, a channel that is not there and other methods have codes of their own', async () => {
    const { handle } = await import('#supabase/functions/ingest/handler.ts')
    const { url } = await mail.request('whatsapp', {})
    const large = new Request(url, { method: 'POST', body: 'x'.repeat(3_145_729) })
    expect((await handle(large, mail.context)).status).toBe(413)
    expect((await handle(new Request(url, { method: 'PUT', body: 'x' }), mail.context)).status).toBe(405)
    const elsewhere = url.replace(mail.channels.whatsapp, '00000000-0000-7000-8000-000000000000')
    expect((await handle(new Request(elsewhere), mail.context)).status).toBe(404)
    expect((await handle(new Request(url.replace('/whatsapp/', '/nobody/')), mail.context)).status).toBe(404)
  })

  test('signed bodies that cannot be read are 400, and wait among the dead letters as they came', async () => {
    const bodies = ['', '{', '[]', '7', '\u0000', `${'['.repeat(100)}${']'.repeat(100)}`, new Uint8Array([0xff, 0xfe])]
    for (const body of bodies) expect([body, (await mail.deliver('whatsapp', body)).status]).toEqual([body, 400])
    const kept = await rowsOf('dead_letters')
    expect(kept.map(({ payload }) => payload.kind)).toEqual(bodies.map(() => 'unreadable'))
    expect(kept.map(({ payload }) => payload.raw)).toContain('{')
    expect([await rowsOf('leads'), await rowsOf('messages')]).toEqual([[], []])
  })
})
