/** What the campaigns' jobs cost: 10,000 enrolments that are due at once are planned, and written batch by batch. */
import { createOrganization } from '#tests/support/database.ts'
import { startSeparateBackend } from '#tests/support/separate-backend.ts'
import { timed, type Report } from './figures.ts'

const ENROLLMENTS = 10_000
const BATCH = 500

export async function benchOutreach(report: Report): Promise<void> {
  const backend = await startSeparateBackend()
  try {
    const { sql } = backend
    const { id, brandId } = await createOrganization(sql, 'Outreach')
    // Tomorrow noon in Britain, so that all are in their hours, and the backend's own scheduler finds nothing due.
    const [clock] = await sql<{ noon: Date }[]>`
      select (date_trunc('day', now() at time zone 'Europe/London') + interval '36 hours') at time zone 'Europe/London'
        as noon`
    const noon = clock!.noon
    await sql`
      insert into leads (organization_id, brand_id, first_name, phone)
      select ${id}, ${brandId}, 'Ana', '+4479110' || lpad(n::text, 5, '0') from generate_series(1, ${ENROLLMENTS}) n`
    await sql`
      insert into campaign_enrollments (lead_id, campaign_id, enrolled_at)
      select l.id, (select c.id from campaigns c where c.organization_id = ${id} order by c.tag limit 1), ${noon}
      from leads l where l.organization_id = ${id}`
    await sql`vacuum analyze`
    const floor = await timed(
      () => sql`
        create temp table floor_sends as
        select app.uuid_v7() as id, e.id as enrollment_id from campaign_enrollments e where e.status = 'active'`,
    )
    const planned = await timed(() => sql`select app.plan_enrollments(${ENROLLMENTS}, ${noon})`)
    const [count] = await sql<{ n: number }[]>`select count(*)::integer as n from app.outreach_sends`
    if (count!.n !== ENROLLMENTS) throw new Error(`Only ${count!.n} enrolments were planned`)
    report({ name: 'backend.outreach.plan_10000', value: planned, unit: 'ms', floor, n: 1 })
    const written = await timed(() => sql`select app.write_outreach(${BATCH}, ${noon})`)
    report({ name: 'backend.outreach.write_500', value: written, unit: 'ms', floor: null, n: 1 })
  } finally {
    await backend.close()
  }
}
