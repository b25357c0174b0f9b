/** From a rep's sending a reply until the carrier has it: cache, push, queue, rules, vendor. */
import postgres from 'postgres'
import { startFakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import type { FakeVendors } from '#build/fake-vendors/fake-vendors.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { giveCredentials } from '#tests/support/functions.ts'
import { openOffice } from '#tests/support/office.ts'
import { percentile, samples, type Report } from './figures.ts'
import { startSeparateBackend } from '#tests/support/separate-backend.ts'

const REPLIES = 200
const WARM_UP = 10
const ACCOUNT = { accountSid: 'AC00000000000000000000000000000001', authToken: 'bench', numbers: ['+441632960123'] }
const CUSTOMER = '+447911000001'

export async function benchDispatch(report: Report): Promise<void> {
  const vendors = await startFakeVendors({ accounts: { twilio: [ACCOUNT] } })
  const backend = await startSeparateBackend({ env: { ...vendors.env }, workers: true })
  try {
    const office = await openOffice(backend, 'Dispatch')
    const { channelId } = office.organization
    await backend.sql`update channels set platform_channel_id = ${ACCOUNT.numbers[0]!} where id = ${channelId}`
    const { accountSid: account_sid, authToken: auth_token } = ACCOUNT
    await giveCredentials(backend, channelId, { account_sid, auth_token })
    const { conversationId: conversation_id, leadId } = await office.enquiry('Ada', 'Hello')
    await backend.sql`update leads set phone = ${CUSTOMER} where id = ${leadId}`
    const desk = await office.desk('manager')
    await desk.untilState('online')
    const times = await samples(REPLIES + WARM_UP, async (index) => {
      const body = `Reply ${index}`
      const args = { message_id: uuidv7(Date.now()), conversation_id, body }
      await desk.workspace.db.commit({ name: 'message.send', args }, { at: Date.now() })
      desk.workspace.engine.wake('write')
      await vendors.carrier.waitFor(body)
    })
    await desk.close()
    const floor = await floorDispatch(backend.databaseUrl, vendors)
    report({
      name: 'backend.dispatch.p95',
      value: percentile(times.slice(WARM_UP), 0.95),
      unit: 'ms',
      floor: percentile(floor.slice(WARM_UP), 0.95),
      n: REPLIES,
    })
  } finally {
    await backend.close()
    await vendors.close()
  }
}

/** A row, a notification, a request to the carrier: no cache, no rules, no lease, no credentials to open. */
async function floorDispatch(databaseUrl: string, vendors: FakeVendors): Promise<number[]> {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} })
  const url = `${vendors.env.TWILIO_API_URL}/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`
  const authorization = `Basic ${Buffer.from(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`).toString('base64')}`
  await sql`create table floor_dispatch (body text)`
  const send = async (Body: string): Promise<void> => {
    const form = new URLSearchParams({ From: ACCOUNT.numbers[0]!, To: CUSTOMER, Body })
    await (await fetch(url, { method: 'POST', headers: { authorization }, body: form })).text()
  }
  await sql.listen('floor_dispatch', (body) => void send(body))
  const times = await samples(REPLIES + WARM_UP, async (index) => {
    const body = `Floor ${index}`
    await sql`with row as (insert into floor_dispatch values (${body}) returning body)
      select pg_notify('floor_dispatch', body) from row`
    await vendors.carrier.waitFor(body)
  })
  await sql`drop table floor_dispatch`
  await sql.end()
  return times
}
