import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JSONValue } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'

let backend: LocalSupabase
let acme: Organization
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  acme = await createOrganization(backend.sql, 'Acme')
})

type Outcome = { outcome: string; code?: string; lead_id?: string; conversation_id?: string; message_id?: string }

async function ingest(event: Record<string, unknown>): Promise<Outcome> {
  const whole = { channel_id: acme.channelId, ...event } as JSONValue
  const [row] = await backend.sql<{ result: Outcome }[]>`select ingest_event(${backend.sql.json(whole)}) as result`
  return row!.result
}

const written = (body: string, more: Record<string, unknown> = {}) => {
  const id = randomUUID()
  return {
    kind: 'contact',
    external_id: id,
    sender: { id: '+447400123456', phone: '+447400123456' },
    message: { external_id: id, body },
    ...more,
  }
}

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString()
const lead = async () => (await backend.sql`select * from leads where organization_id = ${acme.id}`)[0]!
const conversation = async () => (await backend.sql`select * from conversations where organization_id = ${acme.id}`)[0]!
const intake = (value: JSONValue) => backend.sql`
  insert into organization_settings (organization_id, key, value) values (${acme.id}, 'intake', ${backend.sql.json(value)})`

describe('messages', () => {
  test('an older message that comes late changes no preview, no latest reply and no waiting time', async () => {
    const newer = ago(10)
    await ingest(written('newer', { at: newer }))
    await ingest(written('older', { at: ago(60) }))
    expect(await lead()).toMatchObject({
      latest_reply: 'newer',
      message_count: 2,
      unified_context: { sms: { last_message: 'newer', message_count: 2 } },
    })
    const thread = await conversation()
    expect(thread).toMatchObject({ last_message_preview: 'newer', unread_count: 2 })
    expect((thread.waiting_since as Date).toISOString()).toBe(newer)
  })

  test.each(['closed', 'snoozed'])('a %s conversation is open again', async (status) => {
    await ingest(written('one'))
    await backend.sql`update conversations set status = ${status}, snoozed_until = now() + interval '1 day' where organization_id = ${acme.id}`
    await ingest(written('two'))
    expect(await conversation()).toMatchObject({ status: 'open', snoozed_until: null })
  })

  test('a lead that was merged gets its messages where it went', async () => {
    const first = await ingest(written('one'))
    const [other] =
      await backend.sql`insert into leads (organization_id, brand_id, first_name) values (${acme.id}, ${acme.brandId}, 'Other') returning id`
    await backend.sql`update leads set merged_into = ${other!.id as string} where id = ${first.lead_id!}`
    expect(await ingest(written('two'))).toMatchObject({ outcome: 'accepted', lead_id: other!.id })
  })

  test('the AI agent is told once of messages that come together, and not of those it does not answer', async () => {
    await ingest(written('one'))
    const second = await ingest(written('two'))
    const events = () =>
      backend.sql`select * from integration_events where organization_id = ${acme.id} and type = 'message.received'`
    const [event, ...others] = await events()
    expect(others).toEqual([])
    expect((event!.payload as { message_ids: string[] }).message_ids).toHaveLength(2)
    expect((event!.payload as { message_ids: string[] }).message_ids[1]).toBe(second.message_id)
    await backend.sql`update integration_events set status = 'delivered' where organization_id = ${acme.id}`
    await backend.sql`update leads set ai_enabled = false where organization_id = ${acme.id}`
    await ingest(written('three'))
    expect(await events()).toHaveLength(1)
  })
})

describe('a number that only an absorbed lead had', () => {
  const NUMBER = '+447400123456'
  const leadNamed = async (first_name: string, phone: string | null, merged_into: string | null = null) => {
    const row = { organization_id: acme.id, brand_id: acme.brandId, first_name, phone, merged_into }
    const [made] = await backend.sql<{ id: string }[]>`insert into leads ${backend.sql(row)} returning id`
    return made!.id
  }

  test('brings its messages to the last of those that absorbed it', async () => {
    const last = await leadNamed('Last', '+447400999999')
    const between = await leadNamed('Between', null, last)
    await leadNamed('Absorbed', NUMBER, between)
    expect(await ingest(written('It is me'))).toMatchObject({ outcome: 'accepted', lead_id: last })
  })

  test('is first of all the lead’s that has it now', async () => {
    await leadNamed('Absorbed', NUMBER, await leadNamed('Survivor', null))
    const owner = await leadNamed('Owner', NUMBER)
    expect(await ingest(written('A new customer with an old number'))).toMatchObject({ lead_id: owner })
  })
})

describe('words that act', () => {
  test.each(['STOP', 'stop.', ' Stopp ', 'ARRÊT', 'ARRE\u0302T', 'Baja', 'PARAR', '停止', '«стоп»'])(
    '%s opts out',
    async (word) => {
      await ingest(written(word))
      expect((await lead()).consents).toMatchObject({ sms: { status: 'opted_out' } })
      const [event] =
        await backend.sql`select count(*)::int as n from integration_events where organization_id = ${acme.id} and type = 'message.received'`
      expect(event!.n).toBe(0)
    },
  )

  test.each(['Stop by tomorrow?', 'please do not stop', 'nonstop', ''])('%j does not', async (word) => {
    await ingest(written(word))
    expect((await lead()).consents).toEqual({})
  })

  test('the decision that was written last counts, in whatever order they come', async () => {
    await ingest(written('START', { at: ago(5) }))
    await ingest(written('STOP', { at: ago(50) }))
    expect((await lead()).consents).toMatchObject({ sms: { status: 'opted_in' } })
  })

  test('an organisation has words of its own', async () => {
    await intake({ opt_out_words: ['Genug jetzt'] })
    await ingest(written('genug JETZT!'))
    expect((await lead()).consents).toMatchObject({ sms: { status: 'opted_out' } })
  })

  test('a channel’s keywords switch the AI, tag and assign', async () => {
    const { id } = await joinAs(backend, acme.id, 'sales_rep')
    const actions = [
      ['human', 'disable_ai', {}],
      ['human', 'add_tag', { tag: 'wants-human' }],
    ] as const
    for (const [index, [keyword, action_type, parameters]] of actions.entries()) {
      await backend.sql`insert into keyword_actions (organization_id, channel_id, keyword, action_type, parameters)
        values (${acme.id}, ${acme.channelId}, ${index === 0 ? keyword : 'person'}, ${action_type}, ${backend.sql.json(parameters)})`
    }
    await backend.sql`insert into keyword_actions (organization_id, channel_id, keyword, action_type, parameters)
      values (${acme.id}, ${acme.channelId}, 'manager', 'assign', ${backend.sql.json({ user_id: id })})`
    for (const word of ['Human!', 'PERSON', 'manager']) await ingest(written(word))
    expect(await conversation()).toMatchObject({ ai_enabled: false, assigned_to: id })
    expect(await lead()).toMatchObject({ tags: ['wants-human'], assignee_ids: [id] })
  })
})

describe('new leads', () => {
  const from = (phone: string, more: Record<string, unknown> = {}) =>
    written('hi', { sender: { id: phone, phone }, ...more })
  const owners = async () =>
    (await backend.sql`select owner_id from leads where organization_id = ${acme.id} order by phone_normalized`).map(
      (row) => row.owner_id as string | null,
    )

  test('go to the pool without a rule', async () => {
    await joinAs(backend, acme.id, 'sales_rep')
    await ingest(from('+447400100001'))
    expect(await owners()).toEqual([null])
  })

  test('go round the reps in turn', async () => {
    const reps = [await joinAs(backend, acme.id, 'sales_rep'), await joinAs(backend, acme.id, 'sales_rep')]
      .map((rep) => rep.id)
      .sort()
    await joinAs(backend, acme.id, 'viewer')
    await intake({ assignment_rule: 'round_robin' })
    for (const n of [1, 2, 3]) await ingest(from(`+44740010000${n}`))
    expect(await owners()).toEqual([reps[0], reps[1], reps[0]])
  })

  test('go by the longest prefix of their postcode', async () => {
    const [wide, narrow] = [await joinAs(backend, acme.id, 'sales_rep'), await joinAs(backend, acme.id, 'sales_rep')]
    await intake({ assignment_rule: 'territory' })
    await backend.sql`insert into territories (organization_id, name, postcode_prefixes, user_id) values
      (${acme.id}, 'South', '{SW}', ${wide.id}), (${acme.id}, 'South west one', '{SW1}', ${narrow.id})`
    await ingest(from('+447400100001', { lead: { postcode: 'sw1a 1aa' } }))
    await ingest(from('+447400100002', { lead: { postcode: 'SW9 1AA' } }))
    await ingest(from('+447400100003', { lead: { postcode: 'N1 1AA' } }))
    expect(await owners()).toEqual([narrow.id, wide.id, null])
  })
})

describe('dead letters', () => {
  test('keep what cannot be taken in, and are taken in again once it can', async () => {
    await backend.sql`alter table attachments add constraint no_files check (false) not valid`
    const event = written('with a file', {
      message: { external_id: 'x', body: 'b', attachments: [{ path: 'a/b', size_bytes: 1 }] },
    })
    expect(await ingest(event)).toMatchObject({ outcome: 'dead' })
    await backend.sql`alter table attachments drop constraint no_files`
    expect(await backend.sql`select id from leads where organization_id = ${acme.id}`).toHaveLength(0)
    const [letter] = await backend.sql`select * from dead_letters where organization_id = ${acme.id}`
    expect(letter).toMatchObject({ kind: 'ingest', payload: { kind: 'contact' } })
    expect(letter!.error).toMatch(/^23514/)
    const [replayed] = await backend.sql`select replay_dead_letter(${letter!.id as string}) as result`
    expect(replayed!.result).toMatchObject({ outcome: 'accepted' })
    const [again] = await backend.sql`select replay_dead_letter(${letter!.id as string}) as result`
    expect(again!.result).toBe(null)
    expect(await lead()).toMatchObject({ message_count: 1 })
  })

  test('are bounded', async () => {
    await ingest({ kind: 'no such kind', filler: 'x'.repeat(100_000) })
    const [letter] =
      await backend.sql`select error, octet_length(payload::text) as size from dead_letters where organization_id = ${acme.id}`
    expect(letter).toMatchObject({ error: 'unknown_kind' })
    expect(Number(letter!.size)).toBeLessThan(65_536)
  })
})

describe('walls', () => {
  test.each(['ingest_event', 'ingest_events', 'replay_dead_letter'])('%s is for the service role', async (name) => {
    const [grants] = await backend.sql`
      select bool_or(has_function_privilege(r, p.oid, 'execute')) as members,
        bool_and(has_function_privilege('service_role', p.oid, 'execute')) as service
      from pg_proc p, unnest(array['anon', 'authenticated', 'leadline_sync']) r
      where p.proname = ${name} and p.pronamespace = 'public'::regnamespace`
    expect(grants).toEqual({ members: false, service: true })
  })

  test('an event reaches only the organisation of its channel, and none that is suspended', async () => {
    await backend.sql`update organizations set status = 'suspended' where id = ${acme.id}`
    expect(await ingest(written('hi'))).toEqual({ outcome: 'invalid', code: 'unknown_channel' })
  })
})
