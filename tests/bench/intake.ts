/** Messages in: how many a second, through SQL and through HTTP, and how soon one is in a rep's open inbox. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { signStamped, SIGNATURE_HEADER } from '#supabase/functions/_shared/stamped.ts'
import { giveCredentials } from '#tests/support/functions.ts'
import { openOffice } from '#tests/support/office.ts'
import type { Office } from '#tests/support/office.ts'
import { startSeparateBackend } from '#tests/support/separate-backend.ts'
import type { SeparateBackend } from '#tests/support/separate-backend.ts'
import { jsonMessage } from '#tests/support/vendor-payloads.ts'
import { percentile, samples, timed, type Report } from './figures.ts'

const EVENTS = 600
const AT_ONCE = 4
const VISIBLE = 60
const WARM_UP = 5
const SECRET = 'bench'

export async function benchIntake(report: Report): Promise<void> {
  const backend = await startSeparateBackend()
  const sql = postgres(backend.databaseUrl, { max: AT_ONCE, onnotice: () => {} })
  try {
    const office = await openOffice(backend, 'Intake')
    await giveCredentials(backend, office.organization.channelId, { webhook_secret: SECRET })
    const { channelId } = office.organization
    const bySql = await rate((index) => ingestBySql(sql, channelId, phone(index), `sql-${index}`))
    const byHttp = await rate((index) => ingestByHttp(backend, channelId, phone(index), `http-${index}`))
    const floor = await floorRate(sql)
    report({ name: 'backend.ingest.rate', value: bySql, unit: 'rows/s', floor, n: EVENTS })
    report({ name: 'backend.ingest.http.rate', value: byHttp, unit: 'rows/s', floor, n: EVENTS })
    await visible(backend, office, report)
  } finally {
    await sql.end()
    await backend.close()
  }
}

/** Half of the events are of customers who wrote before. */
const phone = (index: number): string => `+4474${String(10_000_000 + Math.floor(index / 2))}`

/** Events a second, several at once; the first few do not count. */
async function rate(ingest: (index: number) => Promise<unknown>): Promise<number> {
  for (let index = EVENTS; index < EVENTS + WARM_UP; index++) await ingest(index)
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < EVENTS) await ingest(next++)
  }
  const milliseconds = await timed(() => Promise.all(Array.from({ length: AT_ONCE }, worker)))
  return (EVENTS / milliseconds) * 1_000
}

async function ingestBySql(sql: Sql, channel_id: string, number: string, id: string): Promise<void> {
  const event = {
    channel_id,
    kind: 'contact',
    external_id: id,
    sender: { id: number, phone: number, name: 'Ben Chmark' },
    message: { external_id: id, body: 'What is the price?' },
  }
  await sql`select ingest_event(${sql.json(event)})`
}

async function ingestByHttp(backend: SeparateBackend, channel: string, number: string, id: string): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(jsonMessage(number, { id, text: id })))
  const answer = await fetch(`${backend.url}/functions/v1/ingest/json/${channel}`, {
    method: 'POST',
    headers: { [SIGNATURE_HEADER]: await signStamped(SECRET, body, Date.now()) },
    body,
  })
  if (!answer.ok) throw new Error(`A webhook was answered ${answer.status}: ${await answer.text()}`)
}

/** A lead, a contact point, a conversation and a message as bare rows: no rules, no triggers, nothing looked up. */
async function floorRate(sql: Sql): Promise<number> {
  for (const table of ['leads', 'contact_points', 'conversations', 'messages']) {
    await sql.unsafe(`create table floor_${table} (like ${table} including indexes including defaults)`)
  }
  const [place] = await sql<{ organization_id: string; brand_id: string; channel_id: string }[]>`
    select organization_id, brand_id, id as channel_id from channels limit 1`
  const { organization_id, brand_id, channel_id } = place!
  const measured = await rate((index) =>
    sql.begin(async (tx) => {
      const number = `${phone(index)}${index % 2}`
      const [lead] = await tx<{ id: string }[]>`
        insert into floor_leads (organization_id, brand_id, first_name, phone, phone_normalized)
        values (${organization_id}, ${brand_id}, 'Ben', ${number}, ${number}) returning id`
      await tx`insert into floor_contact_points (organization_id, lead_id, channel_id, platform, platform_user_id)
        values (${organization_id}, ${lead!.id}, ${channel_id}, 'sms', ${number})`
      const [thread] = await tx<{ id: string }[]>`
        insert into floor_conversations (organization_id, lead_id, channel_id, platform)
        values (${organization_id}, ${lead!.id}, ${channel_id}, 'sms') returning id`
      await tx`insert into floor_messages (organization_id, conversation_id, lead_id, platform, direction, sender_type,
          body, status)
        values (${organization_id}, ${thread!.id}, ${lead!.id}, 'sms', 'inbound', 'customer', 'Hi', 'received')`
    }),
  )
  for (const table of ['leads', 'contact_points', 'conversations', 'messages']) {
    await sql.unsafe(`drop table floor_${table}`)
  }
  return measured
}

/** From the webhook's sending until the conversation in the rep's cache, which feeds the open inbox, shows it. */
async function visible(backend: SeparateBackend, office: Office, report: Report): Promise<void> {
  const desk = await office.desk('manager')
  await desk.untilState('online')
  const times = await samples(VISIBLE + WARM_UP, async (index) => {
    const number = `+4474${String(20_000_000 + index)}`
    await ingestByHttp(backend, office.organization.channelId, number, `visible-${index}`)
    await desk.until(async () => {
      const { rows } = await desk.workspace.db.read('inbox.page', { split: 'all', from: null, to: null, limit: 5 })
      return rows.some((row) => JSON.stringify(row).includes(`visible-${index}`))
    }, `message ${index} in the inbox`)
  })
  await desk.close()
  report({
    name: 'backend.ingest.visible.p95',
    value: percentile(times.slice(WARM_UP), 0.95),
    unit: 'ms',
    floor: null,
    n: VISIBLE,
  })
}
