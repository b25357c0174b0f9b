import type { SupabaseClient } from '@supabase/supabase-js'
import type { Role } from '#shared/domain/vocabulary.ts'

/** Who may read a row, besides that it belongs to an organisation. */
export type Audience =
  | 'members'
  | 'nobody'
  | 'administrators'
  | 'user managers'
  /** These people, and where `overseers` is set those who see all leads. */
  | { people: readonly string[]; overseers: boolean }

/** What a row belongs to. */
export interface Scope {
  organization: string
  /** The lead it hangs on; null for what concerns the organisation. */
  lead: string | null
  audience: Audience
}

/** Somebody who tries the walls. */
export interface Actor {
  name: string
  /** `null`: without a session. */
  role: Role | 'suspended' | null
  organization: string | null
  userId: string | null
  client: SupabaseClient
}

/** An actor and what the rules let them see at the moment. */
export interface Sight {
  actor: Actor
  /** Ids of the leads within the rule; meaningless for those who see all. */
  leads: ReadonlySet<string>
}

const SEES_ALL: readonly Actor['role'][] = ['owner', 'admin', 'manager', 'viewer']
export const ADMINISTRATES: readonly Actor['role'][] = ['owner', 'admin']

/** True for an active member of an organisation. */
export const isActive = ({ role }: Actor): boolean => role !== null && role !== 'suspended'

/** True when the rules of security.md and data-model.md let the actor read what has this scope. */
export function maySee({ actor, leads }: Sight, { organization, lead, audience }: Scope): boolean {
  if (!isActive(actor) || actor.organization !== organization) return false
  const seesAll = SEES_ALL.includes(actor.role)
  if (lead !== null && !seesAll && !leads.has(lead)) return false
  if (audience === 'members') return true
  if (audience === 'nobody') return false
  if (audience === 'administrators' || audience === 'user managers') return ADMINISTRATES.includes(actor.role)
  return (audience.overseers && seesAll) || audience.people.includes(actor.userId ?? '')
}

type Row = Record<string, unknown>

const only = (...ids: unknown[]): Audience => ({ people: ids.filter(isText), overseers: false })
const overseersAnd = (...ids: unknown[]): Audience => ({ people: ids.filter(isText), overseers: true })
const isText = (value: unknown): value is string => typeof value === 'string'

/** Tables of which not every member may read every row of the organisation's and the visible leads'. */
const AUDIENCES: Record<string, (row: Row) => Audience> = {
  audit_logs: () => 'administrators',
  channel_credentials: () => 'nobody',
  datasets: () => overseersAnd(),
  dead_letters: () => 'nobody',
  dispatch_queue: () => 'nobody',
  followers: (row) => only(row['user_id']),
  imports: (row) => overseersAnd(row['uploaded_by']),
  integration_events: () => 'nobody',
  mentions: (row) => only(row['user_id'], row['mentioned_by']),
  notification_preferences: (row) => only(row['user_id']),
  rate_counters: () => 'nobody',
  saved_views: (row) => (row['is_shared'] === true ? 'members' : only(row['owner_id'])),
  user_invitations: () => 'user managers',
}

/** Columns that nobody reads, whoever may read the rest of the row. */
export const SECRET_COLUMN = /token_hash|ciphertext|secret|password/

export const audienceOf = (table: string, row: Row): Audience => AUDIENCES[table]?.(row) ?? 'members'
