import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { PREVIEW_LENGTH, previewOf } from '#shared/domain/conversation.ts'
import { fullName } from '#shared/domain/lead.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'

let backend: LocalSupabase
let organization: Organization
let lead: string
let conversation: string
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
})
afterAll(() => backend.close())
beforeEach(async () => {
  lead = await createLead(backend.sql, organization)
  conversation = await createConversation(backend.sql, organization, lead)
})

interface Line {
  direction: 'inbound' | 'outbound'
  sender_type: 'customer' | 'agent' | 'ai' | 'system'
  body: string
  created_at: Date
}

const MINUTE = 60_000
const at = (minute: number) => new Date(Date.UTC(2026, 5, 1) + minute * MINUTE)
const customer = (minute: number, body = 'Hi'): Line => ({
  direction: 'inbound',
  sender_type: 'customer',
  body,
  created_at: at(minute),
})
const answer = (minute: number, sender_type: 'agent' | 'ai' | 'system' = 'agent'): Line => ({
  direction: 'outbound',
  sender_type,
  body: 'Hello',
  created_at: at(minute),
})

/** Writes the lines in one statement. */
async function write(...lines: Line[]): Promise<void> {
  const rows = lines.map(({ direction, sender_type, body, created_at }) => {
    return { conversation_id: conversation, direction, sender_type, body, created_at }
  })
  await backend.sql`insert into messages ${backend.sql(rows)}`
}

async function summary() {
  const [row] = await backend.sql`select * from conversations where id = ${conversation}`
  return row!
}

describe('a conversation', () => {
  test('counts what the customer wrote as unread, and waits since their first unanswered message', async () => {
    await write(customer(1), customer(2, 'Anyone?'))
    expect(await summary()).toMatchObject({
      unread_count: 2,
      message_count: 2,
      waiting_since: at(1),
      last_message_at: at(2),
      last_message_preview: 'Anyone?',
      last_message_direction: 'inbound',
    })
  })

  test('is read and answered by an agent; by the AI answered only', async () => {
    await write(customer(1))
    await write(answer(2, 'ai'))
    expect(await summary()).toMatchObject({ unread_count: 1, waiting_since: null })
    await write(customer(3), answer(4))
    expect(await summary()).toMatchObject({ unread_count: 0, waiting_since: null, message_count: 4 })
  })

  test('gives the same whether messages come in one statement or one by one', async () => {
    const lines = [customer(1), answer(2), customer(3), answer(4, 'system'), customer(5, 'Last')]
    await write(...lines)
    const whole = await summary()
    conversation = await createConversation(backend.sql, organization, await createLead(backend.sql, organization))
    for (const line of lines) await write(line)
    const columns = ['unread_count', 'message_count', 'waiting_since', 'last_message_at', 'last_message_preview']
    const single = await summary()
    expect(columns.map((name) => single[name])).toEqual(columns.map((name) => whole[name]))
    expect(whole).toMatchObject({ unread_count: 2, waiting_since: at(3) })
  })

  test('keeps the later preview when an older message arrives late, and still counts it as new', async () => {
    await write(customer(5, 'Later'))
    await write(customer(1, 'Earlier'))
    const late = await backend.sql`select id from messages where conversation_id = ${conversation} and body = 'Earlier'`
    expect(await summary()).toMatchObject({
      last_message_preview: 'Later',
      last_inbound_id: late[0]!.id,
      unread_count: 2,
    })
  })

  test.each(['closed', 'snoozed'])('that was %s opens again when the customer writes', async (status) => {
    await backend.sql`update conversations set status = ${status}, snoozed_until = now() where id = ${conversation}`
    await write(answer(1))
    expect((await summary()).status).toBe(status)
    await write(customer(2))
    expect(await summary()).toMatchObject({ status: 'open', snoozed_until: null })
  })

  test('that is archived stays archived', async () => {
    await backend.sql`update conversations set status = 'archived' where id = ${conversation}`
    await write(customer(1))
    expect((await summary()).status).toBe('archived')
  })

  test('tells its lead when and where they last spoke', async () => {
    await write(customer(1, 'First'), answer(3), customer(2, 'Second'))
    const [row] = await backend.sql`select * from leads where id = ${lead}`
    expect(row).toMatchObject({
      message_count: 3,
      last_interaction_at: at(3),
      first_contact_at: at(3),
      last_contact_at: at(3),
      first_touchpoint: 'sms',
      last_touchpoint: 'sms',
      latest_reply: 'Second',
    })
  })

  test('keeps every assignment when two are made at once', async () => {
    const { sql } = backend
    const channel = await sql<{ id: string }[]>`
      insert into channels (organization_id, brand_id, name, platform)
      values (${organization.id}, ${organization.brandId}, 'Mail', 'email') returning id`
    const [second] = await sql<{ id: string }[]>`
      insert into conversations (organization_id, lead_id, channel_id, platform)
      values (${organization.id}, ${lead}, ${channel[0]!.id}, 'email') returning id`
    const people = await Promise.all(
      ['a', 'b'].map((name) => backend.createUser({ email: `${name}-${lead}@example.test`, password: 'secret-123' })),
    )
    await sql`update profiles set organization_id = ${organization.id} where id in ${sql(people.map(({ id }) => id))}`
    await Promise.all(
      [conversation, second!.id].map(
        (id, n) => sql`update conversations set assigned_to = ${people[n]!.id} where id = ${id}`,
      ),
    )
    const [row] = await sql<{ assignee_ids: string[] }[]>`select assignee_ids from leads where id = ${lead}`
    expect(row!.assignee_ids.toSorted()).toEqual(people.map(({ id }) => id).toSorted())
  })
})

describe('what comes at the same moment', () => {
  const six = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 6 }, act))

  test('waits for its turn: messages of one conversation do not lock each other out', async () => {
    for (let round = 0; round < 5; round += 1) await six(() => writeMessage(backend.sql, conversation, 'Hi'))
    const [row] = await backend.sql`select message_count from conversations where id = ${conversation}`
    expect(row).toEqual({ message_count: 30 })
  })

  test('waits for its turn: nor do rows of one lead', async () => {
    const total = 10
    await six(
      () => backend.sql`
        with d as (insert into datasets (organization_id, name) values (${organization.id}, ${crypto.randomUUID()}) returning id)
        insert into dataset_leads (dataset_id, lead_id) select d.id, ${lead} from d`,
    )
    await six(
      () => backend.sql`
        insert into orders (organization_id, lead_id, order_number, total_minor, currency)
        values (${organization.id}, ${lead}, ${crypto.randomUUID()}, ${total}, 'EUR')`,
    )
    const [row] = await backend.sql`
      select cardinality(dataset_ids) as datasets, total_revenue from leads where id = ${lead}`
    expect(row).toEqual({ datasets: 6, total_revenue: { EUR: String(6 * total) } })
  })
})

describe('messages', () => {
  test('cannot be rewritten', async () => {
    const message = await writeMessage(backend.sql, conversation, 'As it was')
    for (const change of [
      { body: 'Other' },
      { sender_type: 'agent' },
      { created_at: at(0) },
      { direction: 'outbound' },
    ]) {
      await expect(backend.sql`update messages set ${backend.sql(change)} where id = ${message}`).rejects.toMatchObject(
        {
          code: '23001',
        },
      )
    }
  })

  test('change their delivery state and feedback', async () => {
    const message = await writeMessage(backend.sql, conversation, 'Out', 'outbound')
    await backend.sql`
      update messages set status = 'delivered', delivered_at = now(), ai_feedback = 'good', metadata = '{"a": 1}'
      where id = ${message}`
    const [row] = await backend.sql`select status from messages where id = ${message}`
    expect(row!.status).toBe('delivered')
  })

  test('are deleted with their conversation only', async () => {
    const message = await writeMessage(backend.sql, conversation, 'Here')
    await expect(backend.sql`delete from messages where id = ${message}`).rejects.toMatchObject({ code: '23001' })
    await backend.sql`delete from conversations where id = ${conversation}`
    expect(await backend.sql`select from messages where id = ${message}`).toHaveLength(0)
  })

  test('belong to the lead and organisation of their conversation, whatever the writer says', async () => {
    const other = await createOrganization(backend.sql, 'Rival')
    const [row] = await backend.sql`
      insert into messages (organization_id, conversation_id, lead_id, platform, direction, sender_type, body)
      values (${other.id}, ${conversation}, ${await createLead(backend.sql, other)}, 'email', 'inbound', 'customer', 'x')
      returning organization_id, lead_id, platform, status`
    expect(row).toEqual({ organization_id: organization.id, lead_id: lead, platform: 'sms', status: 'received' })
  })
})

describe('formulas shared with the desktop', () => {
  test('preview a message as previewOf does', async () => {
    const bodies = [
      '',
      '  a \n\t b  ',
      'x'.repeat(PREVIEW_LENGTH + 1),
      '😀'.repeat(PREVIEW_LENGTH + 5),
      '\u00a0\u2003nb\u00a0sp\ufeff',
      `${'y'.repeat(PREVIEW_LENGTH - 1)} z`,
      'next\u0085line \u180e \u200b end\u2028',
    ]
    const rows = await backend.sql<{ preview: string }[]>`
      select app.preview_of(b) as preview from unnest(${bodies}::text[]) with ordinality t (b, n) order by n`
    expect(rows.map((row) => row.preview)).toEqual(bodies.map(previewOf))
  })

  test('name a lead as fullName does', async () => {
    for (const [first, last] of [
      ['  Ann ', 'Lee'],
      [null, ' Lee\u00a0'],
      ['', '  '],
      [null, null],
      ['Ann  Mary', null],
    ] as const) {
      const [row] = await backend.sql`
        update leads set first_name = ${first}, last_name = ${last} where id = ${lead} returning full_name`
      expect(row!.full_name).toBe(fullName(first, last))
    }
  })
})

describe('leads', () => {
  test('get their phone number in the form of their country, once per brand', async () => {
    const german = await createOrganization(backend.sql, 'Solar', 'DE')
    const id = await createLead(backend.sql, german, { phone: '0151 23456789' })
    const [row] = await backend.sql`select phone_normalized from leads where id = ${id}`
    expect(row!.phone_normalized).toBe('+4915123456789')
    await expect(createLead(backend.sql, german, { phone: '+49 151 23456789' })).rejects.toMatchObject({
      code: '23505',
      constraint_name: 'leads_phone_once',
    })
  })

  test('remember their moves between stages, with who moved them', async () => {
    const [stage] = await backend.sql<{ id: string }[]>`
      select id from pipeline_stages where organization_id = ${organization.id} and name = 'Qualified'`
    const [before] = await backend.sql`select pipeline_stage_id from leads where id = ${lead}`
    await backend.sql`update leads set pipeline_stage_id = ${stage!.id} where id = ${lead}`
    await backend.sql`update leads set pipeline_stage_id = ${stage!.id} where id = ${lead}`
    const changes = await backend.sql`
      select from_stage_id, to_stage_id, changed_by, is_automatic from stage_changes where lead_id = ${lead}`
    expect([...changes]).toEqual([
      { from_stage_id: before!.pipeline_stage_id, to_stage_id: stage!.id, changed_by: null, is_automatic: true },
    ])
  })
})
