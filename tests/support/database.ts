import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql, TransactionSql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#build/local-supabase/test-backend.ts'
import type { Platform, Role } from '#shared/domain/vocabulary.ts'

export const MIGRATIONS = join(import.meta.dirname, '..', '..', 'supabase', 'migrations')

const PASSWORD = 'correct horse battery'

/** A backend with the product's schema and no data. */
export const startDatabase = (): Promise<LocalSupabase> => startTestBackend({ migrationsDir: MIGRATIONS })

/** A signed-in colleague. */
export interface Member {
  id: string
  organizationId: string
  role: Role
  email: string
  password: string
  client: SupabaseClient
}

/** An organisation with what its creation seeds, and one SMS channel. */
export interface Organization {
  id: string
  brandId: string
  channelId: string
}

export async function createOrganization(sql: Sql, name: string, country = 'GB'): Promise<Organization> {
  const [row] = await sql<{ id: string; brand_id: string }[]>`
    with o as (
      insert into organizations (name, slug, default_country)
      values (${name}, ${`${name.toLowerCase()}-${randomUUID()}`}, ${country}) returning id
    ) select id, null as brand_id from o`
  const [brand] = await sql<{ id: string }[]>`select id from brands where organization_id = ${row!.id}`
  const channelId = await createChannel(sql, row!.id, brand!.id, 'sms')
  return { id: row!.id, brandId: brand!.id, channelId }
}

export async function createChannel(
  sql: Sql,
  organization: string,
  brand: string,
  platform: Platform,
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into channels (organization_id, brand_id, name, platform)
    values (${organization}, ${brand}, ${platform}, ${platform}) returning id`
  return row!.id
}

/** Invites a colleague, signs them up with the invitation and in with supabase-js. */
export async function joinAs(
  backend: Pick<LocalSupabase, 'url' | 'anonKey' | 'sql' | 'createUser'>,
  organizationId: string,
  role: Role,
): Promise<Member> {
  const token = randomUUID()
  const email = `${role}-${token}@example.test`
  const hash = createHash('sha256').update(token).digest('hex')
  await backend.sql`
    insert into user_invitations (organization_id, email, role, token_hash)
    values (${organizationId}, ${email}, ${role}, ${hash})`
  const full_name = role.replace('_', ' ')
  const { id } = await backend.createUser({
    email,
    password: PASSWORD,
    metadata: { invitation_token: token, full_name },
  })
  return { id, organizationId, role, email, password: PASSWORD, client: await signIn(backend, email) }
}

/** A supabase-js client of a user made with {@link joinAs} or `createUser` and the common password. */
export async function signIn(
  backend: Pick<LocalSupabase, 'url' | 'anonKey'>,
  email: string,
  password = PASSWORD,
): Promise<SupabaseClient> {
  const client = createClient(backend.url, backend.anonKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const { error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw error
  return client
}

export interface NewLead {
  owner_id?: string | null
  first_name?: string
  phone?: string
  custom_fields?: Record<string, string>
}

export async function createLead(
  sql: Sql | TransactionSql,
  organization: Organization,
  lead: NewLead = {},
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into leads ${sql({ organization_id: organization.id, brand_id: organization.brandId, ...lead })} returning id`
  return row!.id
}

export async function createConversation(
  sql: Sql,
  organization: Organization,
  leadId: string,
  assignedTo: string | null = null,
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into conversations (organization_id, lead_id, channel_id, platform, assigned_to)
    values (${organization.id}, ${leadId}, ${organization.channelId}, 'sms', ${assignedTo}) returning id`
  return row!.id
}

/** Writes a message as an integration would: by the service, with the triggers on. */
export async function writeMessage(
  sql: Sql,
  conversationId: string,
  body: string,
  direction: 'inbound' | 'outbound' = 'inbound',
): Promise<string> {
  const sender = direction === 'inbound' ? 'customer' : 'ai'
  const [row] = await sql<{ id: string }[]>`
    insert into messages (conversation_id, direction, sender_type, body)
    values (${conversationId}, ${direction}, ${sender}, ${body}) returning id`
  return row!.id
}
