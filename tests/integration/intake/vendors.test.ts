import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as vendor from '#tests/support/vendor-payloads.ts'
import { IntakeWorld } from './support.ts'

let world: IntakeWorld
beforeAll(async () => {
  world = await IntakeWorld.open()
})
afterAll(() => world.close())
beforeEach(() => world.renew())

async function delivered(answer: Promise<Response>): Promise<void> {
  const { status } = await answer
  expect(status).toBe(200)
}

describe('the web widget', () => {
  test('a new visitor becomes a lead with a session and a system message', async () => {
    await delivered(world.mail.deliver('web', vendor.webMessage('07400 123456')))
    const [lead] = await world.rowsOf('leads')
    expect(lead).toMatchObject({
      first_name: 'Ann',
      last_name: 'Visitor',
      phone_normalized: '+447400123456',
      first_touchpoint: 'web',
      last_touchpoint: 'web',
      utm: { source: 'google' },
    })
    expect(lead!.unified_context).toMatchObject({ web: { last_message: 'Hello', message_count: 1 } })
    expect((await world.rowsOf('messages')).map((row) => [row.sender_type, row.body])).toEqual([
      ['system', 'New lead from the website: https://shop.example/cars'],
      ['customer', 'Hello'],
    ])
    expect(await world.rowsOf('touchpoint_sessions')).toMatchObject([
      { kind: 'web', website_url: 'https://shop.example/cars', chat_session_id: 'chat-1', message_count: 1 },
    ])
    expect(Number(lead!.lead_score)).toBeGreaterThan(0)
  })

  test.each([
    ['name', 'name_missing'],
    ['phone', 'phone_missing'],
  ])('a visitor without %s is refused with the reason, and nothing is written', async (field, code) => {
    const payload = vendor.webMessage('07400 123456')
    const answer = await world.mail.deliver('web', { ...payload, visitor: { ...payload.visitor, [field]: undefined } })
    expect([answer.status, await answer.json()]).toEqual([422, { outcomes: [{ outcome: 'invalid', code }] }])
    expect([await world.rowsOf('leads'), await world.rowsOf('messages'), await world.rowsOf('dead_letters')]).toEqual([
      [],
      [],
      [],
    ])
  })

  test('the same request is refused the second time, the same message signed anew is a duplicate', async () => {
    const payload = vendor.webMessage('07400 123456')
    const request = await world.mail.request('web', payload)
    const { handle } = await import('#supabase/functions/ingest/handler.ts')
    expect((await handle(request.clone(), world.mail.context)).status).toBe(200)
    expect((await handle(request, world.mail.context)).status).toBe(409)
    const later = { ...world.mail.context, now: () => Date.now() + 301_000 }
    expect((await handle(await world.mail.request('web', payload), later)).status).toBe(401)
    expect((await world.rowsOf('messages')).length).toBe(2)
  })
})

describe('WhatsApp', () => {
  test('a text makes a lead, and what the phone number says is the web visitor of before', async () => {
    await delivered(world.mail.deliver('web', vendor.webMessage('07400 123456', { at: new Date(Date.now() - 5_000) })))
    await delivered(world.mail.deliver('whatsapp', vendor.whatsappText('447400123456', { text: 'Is it available?' })))
    const [lead, ...others] = await world.rowsOf('leads')
    expect(others).toEqual([])
    expect(lead).toMatchObject({
      first_touchpoint: 'web',
      last_touchpoint: 'whatsapp',
      latest_reply: 'Is it available?',
    })
    expect((await world.rowsOf('touchpoint_sessions')).map((row) => String(row.kind)).sort()).toEqual([
      'web',
      'whatsapp',
    ])
  })

  test('messages of every type are taken in', async () => {
    const at = String(Math.floor(Date.now() / 1_000))
    const base = { from: '447400123456', timestamp: at }
    const items = [
      { type: 'image', image: { id: '1', mime_type: 'image/jpeg', sha256: 'x', caption: 'The car' } },
      { type: 'document', document: { id: '2', mime_type: 'application/pdf', filename: 'offer.pdf' } },
      { type: 'audio', audio: { id: '3', mime_type: 'audio/ogg; codecs=opus', voice: true } },
      { type: 'location', location: { latitude: 51.5, longitude: -0.1, name: 'Office' } },
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'b', title: 'Yes' } } },
      { type: 'button', button: { text: 'Book', payload: 'book' } },
      { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } },
      { type: 'unsupported', errors: [{ code: 131_051 }] },
    ].map((item, index) => ({ ...base, id: `wamid.${world.organization.id}.${index}`, ...item }))
    await delivered(world.mail.deliver('whatsapp', vendor.whatsappMessages('447400123456', items)))
    const rows = await world.rowsOf('messages')
    expect(rows.map((row) => String(row.content_type)).sort()).toEqual(
      ['image', 'file', 'audio', 'text', 'text', 'text', 'text', 'event'].sort(),
    )
    expect(rows.map((row) => row.body)).toEqual(expect.arrayContaining(['The car', 'offer.pdf', 'Yes', 'Book', '👍']))
    const [files] =
      await world.sql`select count(*)::int as n from attachments where organization_id = ${world.organization.id}`
    expect(files!.n).toBe(3)
    expect(await world.rowsOf('dead_letters')).toEqual([])
  })
})

describe('Messenger', () => {
  test('a message has a session of its platform; echoes are left out', async () => {
    await delivered(world.mail.deliver('messenger', vendor.messengerText('24861000001', { text: 'Hi' })))
    await delivered(
      world.mail.deliver(
        'messenger',
        vendor.messengerEvent('24861000001', new Date(), { message: { mid: 'm_1', is_echo: true, text: 'Ours' } }),
      ),
    )
    expect((await world.rowsOf('messages')).map((row) => row.body)).toEqual(['Hi'])
    expect(await world.rowsOf('touchpoint_sessions')).toMatchObject([
      { kind: 'social', social_platform: 'facebook', engagement_count: 1 },
    ])
  })
})

describe('Twilio', () => {
  test('an SMS is answered with TwiML and makes one lead by its number', async () => {
    const answer = await world.mail.deliver('twilio', vendor.twilioText('+447400123456', { text: 'How much is it?' }))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml'])
    expect(await world.rowsOf('leads')).toMatchObject([
      { phone_normalized: '+447400123456', latest_reply: 'How much is it?' },
    ])
  })

  test('a call is a session that only moves forward, one message when it ends, and a transcript', async () => {
    const call = 'CA0123456789'
    for (const status of ['ringing', 'completed', 'in-progress']) {
      await delivered(
        world.mail.deliver(
          'twilio-voice',
          vendor.twilioCall('+447400123456', call, status, { CallDuration: status === 'completed' ? '65' : '0' }),
        ),
      )
    }
    await delivered(
      world.mail.deliver(
        'twilio-voice',
        vendor.twilioCall('+447400123456', call, 'completed', {
          TranscriptionSid: 'TR1',
          TranscriptionText: 'I want a car',
          RecordingUrl: 'https://api.twilio.example/RE1',
        }),
      ),
    )
    expect(await world.rowsOf('touchpoint_sessions')).toMatchObject([
      {
        call_sid: call,
        call_status: 'completed',
        transcription: 'I want a car',
        recording_url: 'https://api.twilio.example/RE1',
      },
    ])
    expect((await world.rowsOf('messages')).map((row) => row.body)).toEqual(['Call, 1 min 5 s', 'I want a car'])
    const recorded = { RecordingSid: 'RE1', RecordingUrl: 'https://api.twilio.com/RE1', RecordingDuration: '61' }
    await delivered(world.mail.deliver('twilio-voice', vendor.twilioCall('+447400123456', call, 'completed', recorded)))
    const [recording] = await world.sql`
      select m.content_type, m.metadata, a.content_type as type, a.metadata -> 'source' as source
      from attachments a join messages m on m.id = a.message_id where m.organization_id = ${world.organization.id}`
    expect(recording).toMatchObject({
      content_type: 'call',
      metadata: { recording_of: call, duration_seconds: 61 },
      type: 'audio/mpeg',
      source: { url: 'https://api.twilio.com/RE1.mp3' },
    })
  })
})

describe('e-mail', () => {
  test('is parsed, joins the thread that it answers, and brings its files', async () => {
    await delivered(
      world.mail.deliver(
        'email',
        vendor.mimeMessage('mia@mail.example', { id: '<first@mail.example>', text: 'First' }),
      ),
    )
    await delivered(
      world.mail.deliver(
        'email',
        vendor.mimeMessage('mia@home.example', { text: 'Second' }, 'In-Reply-To: <first@mail.example>'),
      ),
    )
    const [lead, ...others] = await world.rowsOf('leads')
    expect(others).toEqual([])
    expect(lead).toMatchObject({ first_name: 'Mia', last_name: 'Mail', email: 'mia@mail.example', message_count: 2 })
    expect((await world.rowsOf('messages')).map((row) => [row.subject, row.body])).toEqual([
      ['Grüße', 'First'],
      ['Grüße', 'Second'],
    ])
    const [file] = await world.sql`select * from attachments where organization_id = ${world.organization.id} limit 1`
    expect(file).toMatchObject({ file_name: 'offer.txt', size_bytes: '5' })
    const { data } = await world.mail.context.service.storage.from('attachments').download(String(file!.path))
    expect(await data?.text()).toBe('Offer')
  })
})

describe('an e-mail with a file that is not kept', () => {
  test('is taken in all the same, and says why the file is not there', async () => {
    const payload = vendor.mimeMessage('mia@mail.example').replace('text/plain; name', 'application/x-msdownload; name')
    await delivered(world.mail.deliver('email', payload))
    const [file] = await world.sql`select * from attachments where organization_id = ${world.organization.id}`
    expect(file).toMatchObject({ file_name: 'offer.txt', metadata: { refused: expect.stringContaining('msdownload') } })
  })
})

describe('forms', () => {
  test('a submission makes a lead, counts with its form and stands in the thread', async () => {
    const [form] = await world.sql`
      insert into forms (organization_id, name, external_id) values (${world.organization.id}, 'Contact', 'f-1') returning id`
    await delivered(world.mail.deliver('form', vendor.formSubmission('07400 123456', {}, 'f-1')))
    expect(await world.rowsOf('leads')).toMatchObject([
      { full_name: 'Fay Form', company_name: 'Form Ltd', source: 'form', email: 'fay@form.example' },
    ])
    const [counted] = await world.sql`select submission_count from forms where id = ${form!.id as string}`
    expect(counted!.submission_count).toBe(1)
    expect((await world.rowsOf('messages')).map((row) => row.sender_type)).toEqual(['system', 'customer'])
  })

  test('a Facebook lead ad is fetched with the channel’s token', async () => {
    const asked: string[] = []
    const fetchLead: typeof fetch = (input) => {
      asked.push(input instanceof Request ? input.url : input.toString())
      return Promise.resolve(
        Response.json({
          id: '444',
          form_id: '33',
          field_data: [
            { name: 'full_name', values: ['Lee Ad'] },
            { name: 'phone_number', values: ['+447400123456'] },
          ],
        }),
      )
    }
    const payload = {
      object: 'page',
      entry: [
        {
          id: '1',
          time: 1,
          changes: [
            {
              field: 'leadgen',
              value: { leadgen_id: '444', form_id: '33', page_id: '1', created_time: 1_600_000_000 },
            },
          ],
        },
      ],
    }
    const { handle } = await import('#supabase/functions/ingest/handler.ts')
    const request = await world.mail.request('lead-ads', payload)
    expect((await handle(request, { ...world.mail.context, fetch: fetchLead })).status).toBe(200)
    expect(asked[0]).toContain('/444?')
    expect(await world.rowsOf('leads')).toMatchObject([{ full_name: 'Lee Ad', source: 'facebook_lead_ads' }])
  })
})
