import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  writeMessage,
  type Member,
  type Organization,
} from './database.ts'
import { startDesk, type Desk } from './desk.ts'

/** What an office needs of a backend, in this process or in another. */
export type Backend = Pick<LocalSupabase, 'url' | 'anonKey' | 'sql' | 'createUser'>

/** An organisation with people at their desks, for tests of replication from end to end. */
export interface Office {
  organization: Organization
  member(role: Role): Promise<Member>
  /** A colleague signed in on a desktop of their own. `url` lets a test put a proxy in between. */
  desk(role: Role, url?: string): Promise<Desk>
  /** A lead in the pool (or somebody's) with one conversation and one message from the customer. */
  enquiry(name: string, body: string, ownerId?: string): Promise<{ leadId: string; conversationId: string }>
  /** The customer writes again. */
  writes(conversationId: string, body: string): Promise<void>
}

export async function openOffice(backend: Backend, name: string): Promise<Office> {
  const organization = await createOrganization(backend.sql, name)
  const member = (role: Role) => joinAs(backend, organization.id, role)
  return {
    organization,
    member,
    async desk(role, url = backend.url) {
      const { email, password } = await member(role)
      return startDesk({ url, anonKey: backend.anonKey, email, password })
    },
    async enquiry(first_name, body, owner_id) {
      const leadId = await createLead(backend.sql, organization, { first_name, owner_id: owner_id ?? null })
      const conversationId = await createConversation(backend.sql, organization, leadId)
      await writeMessage(backend.sql, conversationId, body)
      // A person answers here: the composer is locked while the AI does.
      await backend.sql`update conversations set ai_enabled = false where id = ${conversationId}`
      return { leadId, conversationId }
    },
    async writes(conversationId, body) {
      await writeMessage(backend.sql, conversationId, body)
    },
  }
}
