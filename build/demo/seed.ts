import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { PLATFORMS } from '#shared/domain/vocabulary.ts'
import type { Platform, Role } from '#shared/domain/vocabulary.ts'
import { DAY } from './calendar.ts'
import { DEMO_PASSWORD, ORGANIZATIONS } from './content/organizations.ts'
import type { DemoOrganization } from './content/organizations.ts'
import { generateLeads, splitVolume, volumeOf } from './generate.ts'
import type { Scale } from './generate.ts'
import { loadLeads } from './load.ts'
import { planWorkspace, sellers } from './workspace.ts'
import type { Stage, Workspace } from './workspace.ts'

/** Makes a user who can sign in, as an administrator would. */
export type CreateUser = (user: {
  email: string
  password: string
  id?: string
  metadata?: Record<string, string | number | boolean | null>
}) => Promise<{ id: string }>

/** Somebody to sign in as. */
export interface DemoUser {
  email: string
  password: string
  role: Role
  organization: string
}

export interface SeedOptions {
  createUser: CreateUser
  /** How much there is; `demo` by default. */
  scale?: Scale
  /** The same seed and the same `now` give the same people and the same words. */
  seed?: string | number
  /** The present of the demo, milliseconds since 1970; the clock's by default. */
  now?: number
  log?: (line: string) => void
}

const PLATFORM_NAMES: Record<Platform, string> = {
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  web: 'Web chat',
  voice: 'Phone',
  instagram: 'Instagram',
  facebook: 'Facebook',
  email: 'E-mail',
}

/**
 * Fills a freshly migrated database with the demo: two organisations with their people, customers, conversations and
 * work.
 * @param sql a superuser's connections.
 * @returns whom one can sign in as, owners first.
 * @throws when the organisations exist already, and for a scale out of range.
 */
export async function seedDemo(sql: Sql, options: SeedOptions): Promise<{ users: DemoUser[] }> {
  const { createUser, seed = 1, now = Date.now(), log = () => undefined } = options
  const volumes = splitVolume(
    volumeOf(options.scale ?? 'demo'),
    ORGANIZATIONS.map(({ share }) => share),
  )
  const workspaces: Workspace[] = []
  for (const organization of ORGANIZATIONS) {
    workspaces.push(await createWorkspace(sql, organization, String(seed), now, createUser))
  }
  function* allLeads() {
    for (const [index, volume] of volumes.entries()) {
      const workspace = workspaces[index]
      if (workspace) yield* generateLeads(workspace, volume, String(seed), now)
    }
  }
  const begun = performance.now()
  const counts = await loadLeads(sql, allLeads())
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  log(
    `Demo workspace: ${counts.leads} leads, ${counts.conversations} conversations, ${counts.messages} messages in ${seconds} s.`,
  )
  return { users: workspaces.flatMap(usersOf) }
}

function usersOf({ members, organization }: Workspace): DemoUser[] {
  return members.map(({ email, role }) => ({ email, password: DEMO_PASSWORD, role, organization: organization.name }))
}

/** The organisation with its people, brands, channels, tags and lists; pipelines come from its seeding trigger. */
async function createWorkspace(
  sql: Sql,
  organization: DemoOrganization,
  seed: string,
  now: number,
  createUser: CreateUser,
): Promise<Workspace> {
  const since = now - 500 * DAY
  const plan = planWorkspace(organization, seed, since, { leadStages: [], dealStages: [] })
  const createdAt = new Date(since)
  await sql`
    insert into public.organizations ${sql({
      id: plan.id,
      name: organization.name,
      slug: organization.slug,
      industry: organization.industry,
      website: `https://${organization.domain}`,
      email: `hello@${organization.domain}`,
      default_country: organization.country,
      timezone: organization.timezone,
      primary_color: organization.color,
      subscription_tier: 'business',
      subscription_status: 'active',
      created_at: createdAt,
    })}`
  await createPeople(sql, plan, seed, createUser)
  await createBrands(sql, plan)
  await sql`
    insert into public.tags ${sql(
      plan.tags.map(({ id, name }, index) => ({
        id,
        organization_id: plan.id,
        name,
        color: organization.tags[index]?.[1] ?? '#64748b',
        category: organization.tags[index]?.[2] ?? null,
      })),
    )}`
  await createDatasets(sql, plan)
  const stages = await sql<(Stage & { pipeline: string })[]>`
    select s.id, s.name, s.kind, s.probability, p.kind as pipeline
    from public.pipeline_stages s join public.pipelines p on p.id = s.pipeline_id
    where p.organization_id = ${plan.id} and p.is_default order by s.position`
  return {
    ...plan,
    leadStages: stages.filter(({ pipeline }) => pipeline === 'lead'),
    dealStages: stages.filter(({ pipeline }) => pipeline === 'deal'),
  }
}

/** Everybody joins by an invitation, as the sign-up trigger wants it. */
async function createPeople(sql: Sql, plan: Workspace, seed: string, createUser: CreateUser): Promise<void> {
  const invited = plan.members.map((member) => ({ member, token: `demo-${seed}-${member.id}` }))
  await sql`
    insert into public.user_invitations ${sql(
      invited.map(({ member, token }) => ({
        organization_id: plan.id,
        email: member.email,
        role: member.role,
        token_hash: createHash('sha256').update(token).digest('hex'),
      })),
    )}`
  for (const { member, token } of invited) {
    await createUser({
      id: member.id,
      email: member.email,
      password: DEMO_PASSWORD,
      metadata: { full_name: member.name, invitation_token: token },
    })
  }
}

async function createBrands(sql: Sql, plan: Workspace): Promise<void> {
  const [main, ...others] = plan.brands
  if (!main) throw new Error('an organisation without brands')
  const [made] = await sql<{ id: string }[]>`
    update public.brands set key = ${main.brand.key}, name = ${main.brand.name}
    where organization_id = ${plan.id} and is_default returning id`
  if (!made) throw new Error('the organisation has no default brand')
  main.id = made.id
  for (const { id, brand } of others) {
    await sql`
      insert into public.brands (id, organization_id, key, name) values (${id}, ${plan.id}, ${brand.key}, ${brand.name})`
  }
  const channels = plan.brands.flatMap((place) =>
    PLATFORMS.map((platform) => ({
      id: place.channels[platform],
      organization_id: plan.id,
      brand_id: place.id,
      name: plan.brands.length > 1 ? `${place.brand.name} ${PLATFORM_NAMES[platform]}` : PLATFORM_NAMES[platform],
      platform,
      platform_channel_id: `demo-${place.brand.key}-${platform}`,
    })),
  )
  await sql`insert into public.channels ${sql(channels)}`
}

async function createDatasets(sql: Sql, plan: Workspace): Promise<void> {
  const [first] = plan.datasets
  const reader = sellers(plan).findLast(({ role }) => role === 'sales_rep')
  await sql`
    insert into public.datasets ${sql(
      plan.datasets.map(({ id, name }) => ({
        id,
        organization_id: plan.id,
        name,
        source: 'CSV import',
        campaign_status: 'active',
      })),
    )}`
  if (first && reader) {
    await sql`update public.profiles set allowed_dataset_ids = ${[first.id]} where id = ${reader.id}`
  }
}
