import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createOrganization, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'

let backend: LocalSupabase
let organization: Organization
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
})
afterAll(() => backend.close())

type Metadata = Record<string, string>

async function signUp(metadata: Metadata, email = `${randomUUID()}@example.test`) {
  const { id } = await backend.createUser({ email, password: 'correct horse battery', metadata })
  const [profile] = await backend.sql`
    select p.role, p.full_name, p.organization_id, o.name, o.slug from profiles p
    join organizations o on o.id = p.organization_id where p.id = ${id}`
  return profile!
}

async function invite(email: string, role: string, expires = new Date(Date.now() + 60_000)): Promise<string> {
  const token = randomUUID()
  await backend.sql`
    insert into user_invitations (organization_id, email, role, token_hash, expires_at)
    values (${organization.id}, ${email}, ${role}, ${createHash('sha256').update(token).digest('hex')}, ${expires})`
  return token
}

describe('a sign-up', () => {
  test('makes its own organisation, with its person as owner', async () => {
    expect(await signUp({ full_name: ' Ann Lee ', organization_name: 'Solar & Söhne' })).toMatchObject({
      role: 'owner',
      full_name: 'Ann Lee',
      name: 'Solar & Söhne',
      slug: 'solar-s-hne',
    })
  })

  test('gets a free slug when the name is taken', async () => {
    const slugs = [
      (await signUp({ organization_name: 'Twice' })).slug,
      (await signUp({ organization_name: 'Twice' })).slug,
    ]
    expect(slugs).toEqual(['twice', 'twice-2'])
  })

  test('cannot choose a role or an organisation by its metadata', async () => {
    const profile = await signUp({ role: 'admin', organization_id: organization.id, can_view_all_leads: 'true' })
    expect(profile.organization_id).not.toBe(organization.id)
    expect(profile.role).toBe('owner')
  })

  test('joins with the role of its invitation, once', async () => {
    const email = `${randomUUID()}@example.test`
    const token = await invite(email, 'viewer')
    expect(await signUp({ invitation_token: token }, email)).toMatchObject({
      role: 'viewer',
      organization_id: organization.id,
    })
    await expect(signUp({ invitation_token: token })).rejects.toMatchObject({ code: '28000' })
  })

  test("is refused with another's invitation, an expired or an invented one", async () => {
    const email = `${randomUUID()}@example.test`
    await expect(signUp({ invitation_token: await invite(email, 'admin') })).rejects.toMatchObject({ code: '28000' })
    const expired = await invite(email, 'admin', new Date(Date.now() - 1_000))
    await expect(signUp({ invitation_token: expired }, email)).rejects.toMatchObject({ code: '28000' })
    await expect(signUp({ invitation_token: 'x' }, email)).rejects.toMatchObject({ code: '28000' })
  })
})

const DEAL_STAGES = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost']
const LEAD_STAGES = [
  'New',
  'Engaged',
  'Qualified',
  'High Intent',
  'Booking Made',
  'Converted',
  'Closed Lost',
  'In Sequence',
  'Cold',
]

describe('a new organisation', () => {
  test('starts with a brand, two pipelines with their stages, and settings', async () => {
    const { sql } = backend
    const brands = await sql`select name, is_default from brands where organization_id = ${organization.id}`
    expect([...brands]).toEqual([{ name: 'Acme', is_default: true }])
    const stages = await sql<{ kind: string; names: string[] }[]>`
      select p.kind, array_agg(s.name order by s.position) as names
      from pipelines p join pipeline_stages s on s.pipeline_id = p.id
      where p.organization_id = ${organization.id} group by p.kind order by p.kind`
    // A subsequence: later migrations may add stages between these.
    const [deal, lead] = stages.map((row) => row.names)
    expect(deal!.filter((name) => DEAL_STAGES.includes(name))).toEqual(DEAL_STAGES)
    expect(lead!.filter((name) => LEAD_STAGES.includes(name))).toEqual(LEAD_STAGES)
    const settings = await sql`select key from organization_settings where organization_id = ${organization.id}`
    expect(settings.length).toBeGreaterThan(0)
  })
})
