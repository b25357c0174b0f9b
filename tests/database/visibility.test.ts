import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import { LEAD_TABLES, TABLE_NAMES } from '#shared/replication/tables.ts'
import { createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { leadWithEverything as addLead } from '#tests/support/lead-with-everything.ts'
import { NO_CURSOR, pull } from '#tests/support/replica.ts'

let backend: LocalSupabase
let organization: Organization
let stranger: Member
let rep: Member
let colleague: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  const other = await createOrganization(backend.sql, 'Rival')
  stranger = await joinAs(backend, other.id, 'owner')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
})
afterAll(() => backend.close())

/** A lead with a row in every table that belongs to leads. */
async function leadWithEverything(ownerId: string | null, assignedTo: string | null = null): Promise<string> {
  const ids = await addLead(backend.sql, organization, { ownerId, assignedTo, readerId: rep.id })
  return ids['leads']!
}

/** Tables of a lead whose rows are one person's own: they show less than the lead does. */
const PERSONAL: ReadonlySet<string> = new Set(['followers', 'mentions'])
const OF_LEADS = LEAD_TABLES.filter((table) => !PERSONAL.has(table))

/** Tables in which a member sees a row of the lead, through REST. */
async function tablesShowing(member: Member, lead: string): Promise<string[]> {
  const seen = await Promise.all(
    OF_LEADS.map(async (table) => {
      const { data, error } = await member.client.from(table).select('id').eq('lead_id', lead)
      if (error) throw error
      return data.length > 0 ? [table] : []
    }),
  )
  const { data } = await member.client.from('leads').select('id').eq('id', lead)
  return [...(data?.length === 1 ? ['leads'] : []), ...seen.flat()].sort()
}

const EVERYWHERE = ['leads', ...OF_LEADS].sort()

describe('what a member sees', () => {
  test.each(['owner', 'admin', 'manager', 'viewer'] as const)('a %s sees every lead with all it has', async (role) => {
    const lead = await leadWithEverything(colleague.id)
    expect(await tablesShowing(await joinAs(backend, organization.id, role), lead)).toEqual(EVERYWHERE)
  })

  test("a rep sees own leads and the pool's, and nothing of a colleague's", async () => {
    expect(await tablesShowing(rep, await leadWithEverything(rep.id))).toEqual(EVERYWHERE)
    expect(await tablesShowing(rep, await leadWithEverything(null))).toEqual(EVERYWHERE)
    expect(await tablesShowing(rep, await leadWithEverything(colleague.id))).toEqual([])
  })

  test('a rep sees a lead through a conversation assigned to them, and the pool loses it', async () => {
    const lead = await leadWithEverything(null, rep.id)
    expect(await tablesShowing(rep, lead)).toEqual(EVERYWHERE)
    expect(await tablesShowing(colleague, lead)).toEqual([])
    await backend.sql`update conversations set assigned_to = null where lead_id = ${lead}`
    expect(await tablesShowing(colleague, lead)).toEqual(EVERYWHERE)
  })

  test('a rep sees the leads of allowed datasets, and no others', async () => {
    const { sql } = backend
    const lead = await leadWithEverything(colleague.id)
    const [dataset] = await sql<{ id: string }[]>`
      insert into datasets (organization_id, name) values (${organization.id}, 'Fair') returning id`
    await sql`insert into dataset_leads (organization_id, dataset_id, lead_id)
      values (${organization.id}, ${dataset!.id}, ${lead})`
    const allowed = await joinAs(backend, organization.id, 'sales_rep')
    expect(await tablesShowing(allowed, lead)).toEqual([])
    await sql`update profiles set allowed_dataset_ids = ${[dataset!.id]} where id = ${allowed.id}`
    expect(await tablesShowing(allowed, lead)).toEqual(EVERYWHERE)
    await sql`delete from dataset_leads where dataset_id = ${dataset!.id}`
    expect(await tablesShowing(allowed, lead)).toEqual([])
  })

  test('a rep with can_view_all_leads sees all', async () => {
    const wide = await joinAs(backend, organization.id, 'sales_rep')
    await backend.sql`update profiles set can_view_all_leads = true where id = ${wide.id}`
    expect(await tablesShowing(wide, await leadWithEverything(colleague.id))).toEqual(EVERYWHERE)
  })

  test('a suspended member sees nothing at once, with the token still valid', async () => {
    const leaver = await joinAs(backend, organization.id, 'admin')
    await backend.sql`update profiles set status = 'suspended' where id = ${leaver.id}`
    for (const table of TABLE_NAMES) {
      const { data } = await leaver.client.from(table).select('id').limit(1)
      expect([table, data]).toEqual([table, []])
    }
    await expect(pull(leaver.client, { ...NO_CURSOR, position: null })).rejects.toMatchObject({ code: '42501' })
  })

  test('nobody sees another organisation, in no table and through no function', async () => {
    const lead = await leadWithEverything(null)
    for (const table of TABLE_NAMES) {
      const { data, error } = await stranger.client.from(table).select('id').eq('organization_id', organization.id)
      expect([table, data, error]).toEqual([table, [], null])
    }
    const { data } = await stranger.client.rpc('sync_backfill', {
      p_lead_ids: [lead],
      p_position: null,
      p_budget: { rows: 100 },
    })
    expect(data).toMatchObject({ tables: [], complete: true })
  })
})

describe('what a member writes', () => {
  test.each(ROLES)('a %s cannot insert, update or delete past sync_push', async (role) => {
    const member = await joinAs(backend, organization.id, role)
    const lead = await leadWithEverything(member.id)
    for (const table of TABLE_NAMES) {
      const rows = member.client.from(table)
      const codes = await Promise.all([
        rows.insert({ id: crypto.randomUUID() }),
        rows.delete().eq('organization_id', organization.id),
        table === 'profiles'
          ? rows.update({ role: 'owner' }).eq('id', member.id)
          : rows.update({ id: lead }).eq('id', lead),
      ]).then((answers) => answers.map((answer) => answer.error?.code))
      expect([table, ...codes]).toEqual([table, '42501', '42501', '42501'])
    }
  })

  test('people change name, avatar and phone of their own profile, and of no other', async () => {
    const change = { full_name: 'Rob Rep', phone: '+44 7400 123456' }
    const own = await rep.client.from('profiles').update(change).eq('id', rep.id).select('full_name')
    expect(own.data).toEqual([{ full_name: 'Rob Rep' }])
    const other = await rep.client.from('profiles').update(change).eq('id', colleague.id).select('full_name')
    expect(other.data).toEqual([])
  })

  test('channel credentials reach no member', async () => {
    await backend.sql`insert into channel_credentials (channel_id, organization_id, ciphertext)
      values (${organization.channelId}, ${organization.id}, '\\x00')`
    const owner = await joinAs(backend, organization.id, 'owner')
    const { error } = await owner.client.from('channel_credentials').select('*')
    expect(error?.code).toBe('42501')
  })

  test('invitations show to those who manage users, without the hash of their token', async () => {
    const owner = await joinAs(backend, organization.id, 'owner')
    const { data } = await owner.client.from('user_invitations').select('email').limit(1)
    expect(data).toHaveLength(1)
    expect((await owner.client.from('user_invitations').select('token_hash')).error?.code).toBe('42501')
    expect((await rep.client.from('user_invitations').select('email')).data).toEqual([])
  })
})
