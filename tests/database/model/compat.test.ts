import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import { startDatabase } from '#tests/support/database.ts'
import { asMember, refusalOf, undone } from './as-member.ts'
import { fillOrganization, say } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'
import seedColumns from './seed-columns.json' with { type: 'json' }

let backend: LocalSupabase
let acme: FilledOrganization
let globex: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
  globex = await fillOrganization(backend, 'Globex')
})
afterAll(() => backend.close())

/** Views whose columns no seed lists. */
const WITHOUT_LIST = ['dashboard_settings', 'user_invitations']

async function views(): Promise<string[]> {
  const rows = await backend.sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'compat'::regnamespace and relkind = 'v' order by 1`
  return rows.map((row) => row.name)
}

describe('the views by the seeds’ names', () => {
  test('are those of the seeds, with the seeds’ columns in their order', async () => {
    const rows = await backend.sql<{ view: string; columns: string[] }[]>`
      select c.relname as view, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'compat'::regnamespace and c.relkind = 'v' and c.relname <> all (${WITHOUT_LIST})
      group by 1 order by 1`
    expect(Object.fromEntries(rows.map((row) => [row.view, row.columns]))).toEqual(seedColumns)
    const [unified] = await backend.sql<{ columns: string[] }[]>`
      select array_agg(attname::text order by attnum) as columns from pg_attribute
      where attrelid = 'public.unified_leads'::regclass and attnum > 0`
    expect(unified!.columns).toEqual(seedColumns.unified_leads)
  })

  test('run under the rights of whoever reads them', async () => {
    const open = await backend.sql`
      select c.oid::regclass::text from pg_class c where c.relkind = 'v'
        and (c.relnamespace = 'compat'::regnamespace or c.oid = 'public.unified_leads'::regclass)
        and not coalesce('security_invoker=true' = any (c.reloptions), false)`
    expect([...open]).toEqual([])
  })

  test('show a row each to the owner, and to nobody of another organisation', async () => {
    const theirs = new Set([globex.id, globex.leadId, ...Object.values(globex.ids)])
    for (const name of await views()) {
      const own = await asMember(backend.sql, acme.members.owner.id, (m) => m`select * from compat.${m(name)}`)
      expect([name, own.length > 0]).toEqual([name, true])
      const foreign = own.filter((row) => Object.values(row).some((value) => theirs.has(String(value))))
      expect([name, foreign]).toEqual([name, []])
    }
  })

  test.each(ROLES)('can be read by a member who is %s without an error', async (role) => {
    for (const name of await views()) {
      const read = asMember(backend.sql, acme.members[role].id, (m) => m`select * from compat.${m(name)}`)
      expect([name, await refusalOf(read)]).toEqual([name, null])
    }
  })

  test('are closed to those who have not signed in, and to writing', async () => {
    const refusal = await refusalOf(
      undone(backend.sql, async (transaction) => {
        await transaction`set local role anon`
        await transaction`select * from compat.all_leads`
      }),
    )
    expect(refusal?.code).toBe('42501')
    const written = await refusalOf(
      asMember(backend.sql, acme.members.owner.id, (m) => m`update compat.crm_tags set name = 'x'`),
    )
    expect(written?.code).toBe('42501')
  })
})

describe('the words of the seeds', () => {
  test('of roles are printed for every role', async () => {
    const rows = await backend.sql<{ ours: string; words: string[] }[]>`
      select ours, array(select compat.print_role(s, 'role', ours) from unnest(array['000', '002', '003', '004']) s) as words
      from unnest(${[...ROLES]}::text[]) ours`
    expect(Object.fromEntries(rows.map(({ ours, words }) => [ours, words]))).toEqual({
      owner: ['admin', 'company_owner', 'admin', 'owner'],
      admin: ['admin', 'admin', 'admin', 'admin'],
      manager: ['admin', 'manager', 'manager', 'admin'],
      sales_rep: ['viewer', 'sales_rep', 'user', 'member'],
      viewer: ['viewer', 'read_only', 'user', 'member'],
    })
  })

  test('that are read and printed come back as they were', async () => {
    for (const name of ['role', 'status', 'stage', 'sender', 'channel']) {
      const astray = await backend.sql.unsafe(`
        select w.* from compat.${name}_words w where w.is_read and w.is_printed
          and compat.print_${name}(w.seed, w.kind, compat.read_${name}(w.seed, w.kind, w.theirs)) <> w.theirs`)
      expect([name, [...astray]]).toEqual([name, []])
    }
  })

  test('are read as nothing when no seed has them', async () => {
    const [row] = await backend.sql`select compat.read_status('002', 'contact_status', 'LUKEWARM') as ours`
    expect(row).toEqual({ ours: null })
  })

  test('cover the statuses of our contacts, leads, conversations and messages', async () => {
    const missing = await backend.sql`
      select k.seed, k.kind, v.value from (values
        ('002', 'contact_status', 'leads_contact_status_check'), ('000', 'lead_status', 'leads_lead_status_check'),
        ('002', 'sentiment', 'leads_sentiment_check'), ('002', 'conversation', 'conversations_status_check'),
        ('003', 'conversation', 'conversations_status_check'), ('002', 'message', 'messages_status_check'),
        ('003', 'message', 'messages_status_check'), ('004', 'message', 'messages_status_check'),
        ('002', 'insight', 'insights_status_check'), ('001', 'activity_status', 'activities_status_check'),
        ('001', 'priority', 'activities_priority_check')) k (seed, kind, constraint_name)
      join pg_constraint c on c.conname = k.constraint_name
      cross join lateral (select m[1] as value
        from regexp_matches(pg_get_constraintdef(c.oid), '''([^'']*)''::text', 'g') m) v
      where not exists (select from compat.status_words w
        where w.seed = k.seed and w.kind = k.kind and w.ours = v.value and w.is_printed)`
    expect([...missing]).toEqual([])
  })
})

describe('what the views tell', () => {
  test('all_leads has stage, digits of the phone and the next booking in the organisation’s time', async () => {
    await undone(backend.sql, async (sql) => {
      await sql`update organizations set timezone = 'Europe/Berlin' where id = ${acme.id}`
      const [lead] = await sql`select * from compat.all_leads where id = ${acme.leadId}`
      expect(lead).toMatchObject({
        customer_name: 'Ada',
        brand: 'default',
        lead_stage: 'Engaged',
        stage_override: true,
        booking_time: '11:00:00',
      })
      expect(lead!['customer_phone_normalized']).toMatch(/^447911\d{6}$/)
    })
  })

  test('unified_leads has the latest session of each channel and leaves out who has no name and no address', async () => {
    await undone(backend.sql, async (sql) => {
      const lead_id = acme.leadId
      // Later than the sessions that the organisation was filled with.
      const created_at = new Date(Date.now() + 60_000)
      const web = { lead_id, kind: 'web', created_at }
      await sql`insert into touchpoint_sessions ${sql({ ...web, booking_status: 'confirmed', booking_date: '2026-12-01' })}`
      await sql`insert into touchpoint_sessions ${sql({ lead_id, kind: 'voice', call_sid: 'CA1', created_at })}`
      await sql`insert into touchpoint_sessions ${sql({ lead_id, kind: 'social', engagement_type: 'dm' })}`
      await sql`insert into leads (organization_id) values (${acme.id})`
      const [row] = await sql`select * from unified_leads where id = ${lead_id}`
      expect(row).toMatchObject({
        status: 'confirmed',
        metadata: {
          web_data: { booking_status: 'confirmed' },
          voice_data: { call_sid: 'CA1' },
          whatsapp_data: { message_count: 0 },
          social_data: expect.arrayContaining([expect.objectContaining({ engagement_type: 'dm' })]),
        },
      })
      const nameless = await sql`select 1 from unified_leads where num_nonnulls(name, email, phone) = 0`
      expect(nameless).toHaveLength(0)
    })
  })

  test('unified_leads is read over REST, by each member what they see', async () => {
    const names = async (role: 'sales_rep' | 'manager'): Promise<unknown> => {
      const { data, error } = await acme.members[role].client.from('unified_leads').select('name').order('name')
      expect(error).toBeNull()
      return data
    }
    expect(await names('manager')).toEqual([{ name: 'Ada' }, { name: 'Grace' }])
    expect(await names('sales_rep')).toEqual([{ name: 'Ada' }])
  })

  test('amounts are whole units of their currency, and nothing is added across currencies', async () => {
    await undone(backend.sql, async (sql) => {
      const order = { lead_id: acme.leadId, order_number: '1002', total_minor: 1500, currency: 'JPY' }
      const [euros] = await sql`select total_revenue from compat.crm_clients where id = ${acme.leadId}`
      expect(euros).toEqual({ total_revenue: '250.00' })
      await sql`insert into orders ${sql(order)}`
      const [yen] = await sql`select total from compat.crm_orders where order_number = '1002'`
      expect(yen).toEqual({ total: '1500' })
      const [both] = await sql`select total_revenue from compat.crm_clients where id = ${acme.leadId}`
      expect(both).toEqual({ total_revenue: null })
      const [deal] =
        await sql`select deal_value, stage, products from compat.crm_deals where client_id = ${acme.leadId}`
      expect(deal).toMatchObject({ deal_value: '1000.00', stage: 'proposal', products: [{ total: 1000 }] })
    })
  })

  test('a message reads as each seed would have it', async () => {
    await undone(backend.sql, async (sql) => {
      const id = await say(sql, acme, 'outbound')
      const read = async (view: string): Promise<unknown> =>
        (await sql`select * from compat.${sql(view)} where id = ${id}`)[0]
      expect(await read('conversations')).toMatchObject({ sender: 'agent', content: 'It costs 1,000', channel: 'sms' })
      expect(await read('messages')).toMatchObject({
        sender_type: 'ai',
        contact_id: acme.ids['contact_points'],
        channel_id: acme.channelId,
        is_read_by_agent: true,
      })
      expect(await read('messages_002')).toMatchObject({ status: 'pending', client_id: acme.id })
      expect(await read('messages_003')).toMatchObject({ direction: 'outbound', status: 'sent' })
      expect(await read('messages_004')).toMatchObject({ channel: 'sms', attachments: [] })
    })
  })

  test('campaign settings show their three messages and delays', async () => {
    const [row] = await backend.sql`
      select m1_message <> '' and m2_message <> '' and m3_message <> '' as complete, m2_delay_hours, m3_delay_hours
      from compat.campaign_settings where is_template and client_id = ${acme.id}`
    expect(row).toMatchObject({ complete: true })
    expect(Number(row!['m2_delay_hours'])).toBeGreaterThan(0)
  })

  test('the stages of seed 003 stand beside the default pipeline, in their order', async () => {
    const rows = await backend.sql`
      select v.name, v.order_position, v.is_default from compat.pipeline_stages v
      join pipeline_stages s on s.id = v.id join pipelines p on p.id = s.pipeline_id
      where p.organization_id = ${acme.id} and not p.is_default and p.kind = 'lead' order by 2`
    expect([...rows]).toEqual([
      { name: 'New Contact', order_position: 1, is_default: true },
      { name: 'Working Lead', order_position: 2, is_default: false },
      { name: 'Needs A Call', order_position: 3, is_default: false },
      { name: 'I Accept', order_position: 4, is_default: false },
    ])
  })

  test('secrets are never among them', async () => {
    const [channel] = await backend.sql`select credentials from compat.channels where id = ${acme.channelId}`
    expect(channel).toEqual({ credentials: null })
    const [invitation] = await backend.sql`select invitation_token from compat.client_invitations limit 1`
    expect(invitation).toEqual({ invitation_token: null })
  })
})
