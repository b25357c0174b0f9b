import type { Sql } from 'postgres'

export const ENROLLMENT_STATUSES = ['active', 'paused', 'qualified', 'completed', 'cancelled'] as const
export type EnrollmentStatus = (typeof ENROLLMENT_STATUSES)[number]

export interface Enrollment {
  id: string
  status: EnrollmentStatus
  tag: string
  enrolled_at: Date
  next_due_at: Date | null
  last_message_day: number
  last_response_at: Date | null
  completed_at: Date | null
}

/** A lead's enrolments, oldest first, each with its campaign's tag. */
export function enrollmentsOf(sql: Sql, lead: string): Promise<Enrollment[]> {
  return sql<Enrollment[]>`
    select e.*, c.tag from campaign_enrollments e join campaigns c on c.id = e.campaign_id
    where e.lead_id = ${lead} order by e.created_at, c.tag, e.id`
}

/** Gives a lead these tags and no others. */
export async function tagLead(sql: Sql, lead: string, tags: string[]): Promise<void> {
  await sql`update leads set tags = ${tags} where id = ${lead}`
}

/** Enrols a lead by the tag of a predefined campaign. */
export async function enroll(sql: Sql, lead: string): Promise<Enrollment> {
  await tagLead(sql, lead, ['Ghosted'])
  const [enrollment] = await enrollmentsOf(sql, lead)
  return enrollment!
}

export async function setEnrollmentStatus(sql: Sql, id: string, status: EnrollmentStatus): Promise<void> {
  await sql`update campaign_enrollments set status = ${status} where id = ${id}`
}

/** Records that the message of a day was sent; false when it was not that day's turn. */
export async function sendStep(sql: Sql, id: string, day: number, at = new Date()): Promise<boolean> {
  const [row] = await sql<{ sent: boolean }[]>`select record_campaign_step(${id}, ${day}, ${at}) as sent`
  return row!.sent
}
