import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { Random } from '#build/demo/random.ts'
import { handle } from '#supabase/functions/ingest/handler.ts'
import { createOrganization } from './database.ts'
import { openMailRoom } from './deliveries.ts'
import type { MailRoom, Payload, VendorName } from './deliveries.ts'
import * as vendor from './vendor-payloads.ts'
import { mutate } from './webhook-mutations.ts'

export const FUZZED: readonly VendorName[] = [
  'web',
  'form',
  'json',
  'agent',
  'email',
  'whatsapp',
  'messenger',
  'lead-ads',
  'twilio',
  'twilio-voice',
]

/** What came of a vendor's mutations. */
export interface FuzzReport {
  vendor: VendorName
  runs: number
  /** How often each status was answered. */
  statuses: Record<number, number>
  /** Mutations that were answered with what may not be, as text. */
  failures: string[]
  /** Rows that do not belong together; empty when nothing is half-written. */
  halves: string[]
  messages: number
  deadLetters: number
}

const AT_ONCE = 8

/** Sends mutations of a vendor's payloads to the handler, each signed as the vendor would, into an organisation of its own. */
export async function fuzzVendor(
  backend: LocalSupabase,
  name: VendorName,
  runs: number,
  seed: string,
): Promise<FuzzReport> {
  const organization = await createOrganization(backend.sql, `Fuzz ${name}`)
  const mail = await openMailRoom(backend, organization)
  await mail.deliver('twilio', vendor.twilioText('+447400999999'))
  const [thread] = await backend.sql<
    { id: string }[]
  >`select id from conversations where organization_id = ${organization.id}`
  const report: FuzzReport = { vendor: name, runs, statuses: {}, failures: [], halves: [], messages: 0, deadLetters: 0 }
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < runs) {
      const run = next++
      const random = new Random(seed, name, run)
      const payload = mutate(payloadOf(name, random, thread!.id), random)
      const status = await send(mail, name, payload, random)
      report.statuses[status] = (report.statuses[status] ?? 0) + 1
      if (status >= 500) report.failures.push(`run ${run} of seed ${seed}: ${status} for ${describe(payload)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  report.halves = await halfWrites(backend.sql, organization.id)
  const [counts] = await backend.sql<{ messages: number; letters: number }[]>`
    select (select count(*)::int from messages where organization_id = ${organization.id}) as messages,
      (select count(*)::int from dead_letters where organization_id = ${organization.id}) as letters`
  return { ...report, messages: counts!.messages, deadLetters: counts!.letters }
}

async function send(mail: MailRoom, name: VendorName, payload: Payload, random: Random): Promise<number> {
  const lead = mutate(
    {
      id: '1',
      form_id: 'f',
      field_data: [
        { name: 'full_name', values: ['Lee Ad'] },
        { name: 'phone_number', values: ['+447400123456'] },
      ],
    },
    random,
  )
  const fetchLead: typeof fetch = () =>
    Promise.resolve(lead instanceof Uint8Array ? new Response('{"field_data": []}') : Response.json(lead))
  try {
    const answer = await handle(await mail.request(name, payload), { ...mail.context, fetch: fetchLead })
    await answer.body?.cancel()
    // A lead that Meta does not tell is fetched again.
    return name === 'lead-ads' && answer.status === 503 ? 200 : answer.status
  } catch (error) {
    console.error(error)
    return 500
  }
}

/** A payload to start from: few customers and few ids, so that mutations meet what is there already. */
function payloadOf(name: VendorName, random: Random, conversation: string): Payload {
  const id = `${name}-${random.int(1, 400)}`
  const phone = `+4474001000${random.int(10, 40)}`
  const words = { id, text: random.pick(['Hello', 'STOP', 'How much?', 'START']) }
  const makers: Record<VendorName, () => Payload> = {
    web: () => vendor.webMessage(phone, words),
    form: () => vendor.formSubmission(phone, words),
    json: () =>
      random.chance(0.8) ? vendor.jsonMessage(phone, words) : { id, status: { message_id: id, state: 'delivered' } },
    agent: () => ({
      id: randomUUID(),
      type: random.pick(['reply', 'qualified', 'opt_out', 'insight']),
      conversation_id: conversation,
      body: 'Hi',
      title: 'T',
      description: 'D',
      score: 50,
      sentiment: 'positive',
      scope: 'channel',
    }),
    email: () =>
      vendor.mimeMessage(
        `customer${random.int(1, 30)}@mail.example`,
        { ...words, id: `<${id}@mail.example>` },
        `References: <email-${random.int(1, 400)}@mail.example>`,
      ),
    whatsapp: () =>
      random.chance(0.7)
        ? vendor.whatsappText(phone.slice(1), words)
        : vendor.whatsappStatus(id, random.pick(['sent', 'delivered', 'read', 'failed'])),
    messenger: () =>
      random.chance(0.7)
        ? vendor.messengerText(phone.slice(1), words)
        : vendor.messengerEvent(
            phone.slice(1),
            new Date(),
            random.pick([
              { read: { watermark: Date.now() } },
              { delivery: { mids: [id], watermark: Date.now() } },
              { postback: { title: 'Go', payload: 'go', mid: id } },
            ]),
          ),
    'lead-ads': () => ({
      object: 'page',
      entry: [
        {
          id: '1',
          changes: [
            {
              field: 'leadgen',
              value: { leadgen_id: String(random.int(1, 400)), form_id: '33', created_time: 1_763_700_000 },
            },
          ],
        },
      ],
    }),
    twilio: () =>
      random.chance(0.7)
        ? vendor.twilioText(phone, words)
        : vendor.twilioStatus(id, random.pick(['sent', 'delivered', 'undelivered'])),
    'twilio-voice': () =>
      vendor.twilioCall(phone, id, random.pick(['ringing', 'in-progress', 'completed', 'no-answer']), {
        CallDuration: '12',
      }),
  }
  return makers[name]()
}

const describe = (payload: Payload): string =>
  payload instanceof Uint8Array
    ? Buffer.from(payload).toString('base64')
    : typeof payload === 'object' && !(payload instanceof URLSearchParams)
      ? JSON.stringify(payload)
      : payload.toString()

/** What does not belong together in an organisation that only webhooks wrote to. */
async function halfWrites(sql: Sql, organization: string): Promise<string[]> {
  const rows = await sql<{ half: string }[]>`
    select 'lead without contact point ' || l.id as half from leads l
      where l.organization_id = ${organization} and not exists (select from contact_points p where p.lead_id = l.id)
        -- Who sits at a browser after somebody else takes over the visitor's contact point; each has a session.
        and not exists (select from touchpoint_sessions s where s.lead_id = l.id and s.kind = 'web')
    union all select 'lead that counts other messages ' || l.id from leads l
      where l.organization_id = ${organization}
        and l.message_count <> (select count(*) from messages m where m.lead_id = l.id)
    union all select 'conversation that counts other messages ' || c.id from conversations c
      where c.organization_id = ${organization}
        and (c.message_count = 0 or c.message_count <> (select count(*) from messages m where m.conversation_id = c.id))
    union all select 'contact without a session ' || p.id from contact_points p
      where p.organization_id = ${organization} and p.platform not in ('sms', 'email')
        and not exists (select from touchpoint_sessions s where s.lead_id = p.lead_id)
    union all select 'session whose messages are others ' || s.lead_id from touchpoint_sessions s
      where s.organization_id = ${organization} group by s.lead_id
      having sum(s.message_count) <> (select count(*) from messages m where m.lead_id = s.lead_id
        and m.direction = 'inbound' and m.platform not in ('sms', 'email'))
    union all select 'new lead that nobody was told of ' || l.id from leads l
      where l.organization_id = ${organization} and not exists (
        select from integration_events e where e.lead_id = l.id and e.type = 'lead.created')
    union all select 'number twice ' || l.phone_normalized from leads l
      where l.organization_id = ${organization} and l.phone_normalized is not null and l.merged_into is null
      group by l.brand_id, l.phone_normalized having count(*) > 1`
  return rows.map(({ half }) => half)
}
