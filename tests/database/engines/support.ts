import type { Sql, TransactionSql } from 'postgres'
import type { Member, Organization } from '#tests/support/database.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The moment `milliseconds` ago. */
export const ago = (milliseconds: number): Date => new Date(Date.now() - milliseconds)

/** A message to write; a text from the customer, now, unless said otherwise. */
export interface Line {
  conversation_id: string
  direction?: 'inbound' | 'outbound'
  sender_type?: 'customer' | 'agent' | 'ai' | 'system'
  body?: string
  created_at?: Date
}

/** Writes messages in one statement, with the triggers on. */
export async function writeLines(sql: Sql, lines: Line[]): Promise<void> {
  const now = new Date()
  const rows = lines.map((line) => ({
    direction: 'inbound',
    sender_type: 'customer',
    body: 'Hi',
    created_at: now,
    ...line,
  }))
  await sql`insert into messages ${sql(rows)}`
}

export interface LeadState {
  score: number
  stage: string
  isActiveChat: boolean
  breakdown: { part: string; points: number; max: number; reason: string }[]
}

/** What scoring has made of a lead. */
export async function leadState(sql: Sql, lead: string): Promise<LeadState> {
  const [row] = await sql<LeadState[]>`
    select l.lead_score as score, s.name as stage, l.is_active_chat as "isActiveChat", l.score_breakdown as breakdown
    from leads l join pipeline_stages s on s.id = l.pipeline_stage_id where l.id = ${lead}`
  return row!
}

/** The id of a stage of the organisation's lead pipeline. */
export async function stageId(sql: Sql, organization: Organization, name: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select s.id from pipeline_stages s join pipelines p on p.id = s.pipeline_id
    where p.organization_id = ${organization.id} and p.kind = 'lead' and p.is_default and s.name = ${name}`
  return row!.id
}

/**
 * Runs `act` as sync_push would for a member: as its role, under the member's row level security, in a transaction that
 * is rolled back. The role gets every table right first, so that what refuses is a rule and not a missing grant.
 */
export async function asPushOf<T>(sql: Sql, member: Member, act: (sql: TransactionSql) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined
  const undo = new Error('roll back')
  await sql
    .begin(async (transaction) => {
      await transaction`grant insert, update, delete on all tables in schema public to leadline_sync`
      await transaction`select set_config('request.jwt.claim.sub', ${member.id}, true)`
      await transaction`set local role leadline_sync`
      result = { value: await act(transaction) }
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return result!.value
}
