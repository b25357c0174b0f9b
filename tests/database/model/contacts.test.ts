import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createChannel, startDatabase } from '#tests/support/database.ts'
import { asMember, undone } from './as-member.ts'
import { fillOrganization, say } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
let globex: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
  globex = await fillOrganization(backend, 'Globex')
})
afterAll(() => backend.close())

describe('get_my_organization_id', () => {
  test('tells members theirs, and a stranger nothing', async () => {
    const { data } = await acme.members.viewer.client.rpc('get_my_organization_id')
    expect(data).toBe(acme.id)
    const stranger = await asMember(backend.sql, randomUUID(), (m) => m`select get_my_organization_id() as id`)
    expect(stranger[0]).toEqual({ id: null })
  })
})

describe('a sign-in', () => {
  test('is noted in the profile', async () => {
    const [profile] = await backend.sql`select last_login_at > now() - interval '1 hour' as lately from profiles
      where id = ${acme.members.viewer.id}`
    expect(profile).toEqual({ lately: true })
  })
})

describe('create_channel_and_config', () => {
  const make = (role: 'owner' | 'manager', args: Record<string, string>) =>
    acme.members[role].client.rpc('create_channel_and_config', {
      channel_name: 'Shop',
      channel_platform: 'whatsapp',
      platform_id: randomUUID(),
      ...args,
    })

  test('makes a channel with the default configuration', async () => {
    const { data, error } = await make('owner', {})
    expect(error).toBeNull()
    expect(data).toEqual({ id: expect.any(String), organization_id: acme.id })
    const { id } = data as { id: string }
    const [configuration] = await backend.sql`select * from compat.channel_configurations where channel_id = ${id}`
    expect(configuration).toMatchObject({
      ai_model: 'models/gemini-1.5-flash',
      ai_temperature: '0.7',
      is_bot_active: true,
    })
    const [channel] = await backend.sql`select brand_id from channels where id = ${id}`
    expect(channel).toEqual({ brand_id: acme.brandId })
  })

  test('refuses who does not administer, a platform that is none, no name, and an id that is taken', async () => {
    expect((await make('manager', {})).error).toMatchObject({ code: '42501' })
    expect((await make('owner', { channel_platform: 'pigeon' })).error).toMatchObject({ code: '23514' })
    expect((await make('owner', { channel_name: '  ' })).error).toMatchObject({ code: '23514' })
    expect((await make('owner', { channel_name: 'x'.repeat(1_000_000) })).error).toMatchObject({ code: '23514' })
    expect((await make('owner', { channel_name: 'a\0b' })).error).toMatchObject({ code: '22P05' })
    const platform_id = randomUUID()
    await make('owner', { platform_id })
    expect((await make('owner', { platform_id })).error).toMatchObject({ code: '23505' })
  })
})

describe('a setting', () => {
  test('remembers who changed it', async () => {
    const author = await undone(backend.sql, async (sql) => {
      await sql`select set_config('request.jwt.claim.sub', ${acme.members.owner.id}, true)`
      const [row] = await sql<{ updated_by: string }[]>`
        update organization_settings set value = '30' where organization_id = ${acme.id} and key = 'message_window_days'
        returning updated_by`
      return row!.updated_by
    })
    expect(author).toBe(acme.members.owner.id)
  })
})

describe('get_contacts_for_channel', () => {
  test('finds a channel’s contacts by any part of their names and addresses, as it is', async () => {
    const { client } = acme.members.owner
    const search = async (p_search_term: string): Promise<unknown> => {
      const { data } = await client.rpc('get_contacts_for_channel', { p_channel_id: acme.channelId, p_search_term })
      return (data as { crm_client_id: string }[]).map((row) => row.crm_client_id)
    }
    expect(await search('')).toEqual([acme.leadId])
    expect(await search(' aDa ')).toEqual([acme.leadId])
    expect(await search('%')).toEqual([])
    expect(await search('nobody')).toEqual([])
  })

  test('shows nothing of a foreign channel, nor a lead that the caller cannot see', async () => {
    const count = (userId: string): Promise<unknown> =>
      asMember(
        backend.sql,
        userId,
        async (m) => (await m`select 1 from get_contacts_for_channel(${acme.channelId})`).length,
      )
    expect(await count(globex.members.owner.id)).toBe(0)
    await undone(backend.sql, async (sql) => {
      await sql`update contact_points set lead_id = ${acme.hiddenLeadId} where lead_id = ${acme.leadId}`
      await sql`select set_config('request.jwt.claim.sub', ${acme.members.sales_rep.id}, true),
        set_config('role', 'authenticated', true)`
      expect(await sql`select 1 from get_contacts_for_channel(${acme.channelId})`).toHaveLength(0)
    })
  })
})

describe('a contact that comes without a lead', () => {
  test('gets the lead of its number, and a new one only when there is none', async () => {
    await undone(backend.sql, async (sql) => {
      const [lead] = await sql<
        { phone_normalized: string }[]
      >`select phone_normalized from leads where id = ${acme.leadId}`
      const contact = async (platform_user_id: string, handle: string): Promise<string> => {
        const [row] = await sql<{ lead_id: string }[]>`
          insert into contact_points (channel_id, platform, platform_user_id, handle)
          values (${acme.channelId}, 'sms', ${platform_user_id}, ${handle}) returning lead_id`
        return row!.lead_id
      }
      expect(await contact(lead!.phone_normalized.slice(1), 'Ada again')).toBe(acme.leadId)
      const [made] = await sql`select organization_id, first_name, phone_normalized, first_touchpoint from leads
        where id = ${await contact('447911999999', 'Bob')}`
      expect(made).toEqual({
        organization_id: acme.id,
        first_name: 'Bob',
        phone_normalized: '+447911999999',
        first_touchpoint: 'sms',
      })
    })
  })

  test('of a channel without numbers is a new lead by its address', async () => {
    const channel = await createChannel(backend.sql, acme.id, acme.brandId, 'email')
    await undone(backend.sql, async (sql) => {
      const [point] = await sql<{ lead_id: string }[]>`
        insert into contact_points (channel_id, platform, platform_user_id)
        values (${channel}, 'email', 'bob@example.test') returning lead_id`
      const [made] = await sql`select email, phone from leads where id = ${point!.lead_id}`
      expect(made).toEqual({ email: 'bob@example.test', phone: null })
    })
  })
})

describe('an activity', () => {
  test('that was a contact moves the lead’s last contact, one that is planned or missed does not', async () => {
    await undone(backend.sql, async (sql) => {
      const at = '2027-01-05T10:00:00.000Z'
      const last = async (): Promise<unknown> => {
        const [row] = await sql<{ last_contact_at: Date | null }[]>`
          select last_contact_at from leads where id = ${acme.hiddenLeadId}`
        return row!.last_contact_at?.toISOString() ?? null
      }
      const [call] = await sql<{ id: string }[]>`
        insert into activities (lead_id, type) values (${acme.hiddenLeadId}, 'call') returning id`
      expect(await last()).toBeNull()
      await sql`update activities set status = 'missed' where id = ${call!.id}`
      expect(await last()).toBeNull()
      await sql`update activities set status = 'completed', completed_at = ${at} where id = ${call!.id}`
      expect(await last()).toBe(at)
      await sql`insert into activities (lead_id, type, status, completed_at)
        values (${acme.hiddenLeadId}, 'meeting', 'completed', '2026-01-01T00:00:00Z')`
      expect(await last()).toBe(at)
    })
  })

  test('with a follow-up sets the lead’s next', async () => {
    await undone(backend.sql, async (sql) => {
      await sql`insert into activities (lead_id, type, next_follow_up_at)
        values (${acme.leadId}, 'note', '2027-02-01T09:00:00Z')`
      const [row] = await sql<
        { next_follow_up_at: Date }[]
      >`select next_follow_up_at from leads where id = ${acme.leadId}`
      expect(row!.next_follow_up_at.toISOString()).toBe('2027-02-01T09:00:00.000Z')
    })
  })

  test('is made of an AI’s message only where the trigger is switched on', async () => {
    const count = `select count(*)::int as n from activities where type = 'chatbot_interaction'`
    await undone(backend.sql, async (sql) => {
      await say(sql, acme, 'outbound')
      expect([...(await sql.unsafe(count))]).toEqual([{ n: 0 }])
      await sql`alter table messages enable trigger create_activity_from_message`
      await say(sql, acme, 'outbound')
      expect([...(await sql.unsafe(count))]).toEqual([{ n: 1 }])
    })
  })
})

describe('an insight', () => {
  test('about a message belongs to the message’s lead, whatever the writer says', async () => {
    const [insight] = await backend.sql`select lead_id, conversation_id, organization_id from insights
      where id = ${acme.ids['insights']!}`
    expect(insight).toEqual({
      lead_id: acme.leadId,
      conversation_id: acme.conversationId,
      organization_id: acme.id,
    })
  })
})

describe('a session', () => {
  test('belongs to its lead’s brand and has its number compared as the lead’s', async () => {
    await undone(backend.sql, async (sql) => {
      const [row] = await sql`
        insert into touchpoint_sessions (lead_id, organization_id, brand_id, kind, customer_phone)
        values (${acme.leadId}, ${globex.id}, ${globex.brandId}, 'web', '07911 123456')
        returning organization_id, brand_id, customer_phone_normalized`
      expect(row).toEqual({
        organization_id: acme.id,
        brand_id: acme.brandId,
        customer_phone_normalized: '+447911123456',
      })
    })
  })
})

describe('counters', () => {
  test('of workflows and forms count each run once, when it ends, and each submission', async () => {
    await undone(backend.sql, async (sql) => {
      const run = acme.ids['workflow_runs']!
      await sql`update workflow_runs set status = 'running' where id = ${run}`
      await sql`update workflow_runs set status = 'failed' where id = ${run}`
      await sql`update workflow_runs set error_message = 'x' where id = ${run}`
      const [workflow] = await sql`select total_executions, successful_executions, failed_executions from workflows
        where id = ${acme.ids['workflows']!}`
      expect(workflow).toEqual({ total_executions: 1, successful_executions: 0, failed_executions: 1 })
      const [form] = await sql`select submission_count from forms where id = ${acme.ids['forms']!}`
      expect(form).toEqual({ submission_count: 1 })
    })
  })

  test('of datasets follow what becomes of the customer, not how far another dataset’s messages got', async () => {
    await undone(backend.sql, async (sql) => {
      const state = async (): Promise<unknown> =>
        (
          await sql`
        select contact_status, hot_leads from dataset_leads l join datasets d on d.id = l.dataset_id
        where l.lead_id = ${acme.leadId}`
        )[0]
      await sql`update leads set contact_status = 'contacted_1' where id = ${acme.leadId}`
      expect(await state()).toEqual({ contact_status: 'ready', hot_leads: 0 })
      await sql`update leads set contact_status = 'hot' where id = ${acme.leadId}`
      expect(await state()).toEqual({ contact_status: 'hot', hot_leads: 1 })
    })
  })
})
