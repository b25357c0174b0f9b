import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import type { Desk } from '#tests/support/desk.ts'
import { startFaultProxy, type FaultProxy } from '#tests/support/fault-proxy.ts'
import { openOffice, type Office } from '#tests/support/office.ts'
import { uuidv7 } from '#shared/domain/ids.ts'

let backend: LocalSupabase
let office: Office
let proxy: FaultProxy
let desk: Desk
let leadId: string
let conversationId: string
let otherLeadId: string

beforeAll(async () => {
  backend = await startTestBackend()
})
afterAll(() => backend?.close())

beforeEach(async () => {
  office = await openOffice(backend, 'Acme')
  proxy = await startFaultProxy(backend.url)
  ;({ leadId, conversationId } = await office.enquiry('Mia', 'Hello?'))
  otherLeadId = (await office.enquiry('Noah', 'Anybody?')).leadId
  desk = await office.desk('sales_rep', proxy.url)
  await desk.untilState('online')
})
afterEach(async () => {
  await desk.close()
  await proxy.close()
})

/** A note that is queued while nothing can be sent. */
async function writeOffline(body: string): Promise<void> {
  proxy.set('cut')
  const args = { note_id: uuidv7(Date.now()), lead_id: leadId, title: null, body, type: 'general' as const }
  await desk.workspace.db.commit({ name: 'note.create', args }, { at: Date.now() })
  desk.workspace.engine.wake('write')
  await desk.untilState('offline')
}

/** The network is back, and with it everything: sent once, and the cache equal to what the rep may see. */
async function heals(body: string): Promise<void> {
  proxy.set('up')
  desk.workspace.engine.wake('user')
  await desk.untilState('online')
  await desk.until(async () => {
    const view = await desk.workspace.db.read('conversation.view', { conversation_id: conversationId, limit: 50 })
    return view?.items.some((item) => item.body === body && item.save_state === 'saved')
  }, 'the note to be saved')
  expect(await backend.sql`select 1 from notes where body = ${body}`).toHaveLength(1)
  await desk.until(async () => {
    const { rows } = await desk.workspace.db.stats()
    const [own] = await backend.sql`select
      (select count(*)::int from leads where organization_id = ${office.organization.id}) as leads,
      (select count(*)::int from conversations where organization_id = ${office.organization.id}) as conversations,
      (select count(*)::int from messages where organization_id = ${office.organization.id}) as messages,
      (select count(*)::int from notes where organization_id = ${office.organization.id}) as notes`
    const { leads, conversations, messages, notes } = rows
    return JSON.stringify({ leads, conversations, messages, notes }) === JSON.stringify(own)
  }, 'the cache to equal the server')
}

describe('a cursor that the server cannot continue keeps the queue and reads everything again', () => {
  test('after a restore from a backup', async () => {
    const { generation } = await desk.workspace.db.cursor()
    await writeOffline('Written before the restore')
    // The backup does not know this lead, and nothing tells that it is gone.
    await backend.sql`delete from leads where id = ${otherLeadId}`
    await backend.sql`select sync.begin_generation()`
    await heals('Written before the restore')
    expect((await desk.workspace.db.cursor()).generation).not.toBe(generation)
  })

  test('after a restore that lost what was confirmed: it goes first, and what came after it stands', async () => {
    const edit = async (company_name: string, seen: string | null) => {
      const args = { lead_id: leadId, set: { company_name }, base: { company_name: seen } }
      await desk.workspace.db.commit({ name: 'lead.edit', args }, { at: Date.now() })
      desk.workspace.engine.wake('write')
    }
    const companyIs = (name: string) =>
      desk.until(async () => {
        const [lead] = await backend.sql`select company_name from leads where id = ${leadId}`
        return lead?.['company_name'] === name
      }, `the company to be ${name}`)
    await edit('First', null)
    await companyIs('First')
    await backend.sql.begin(async (tx) => {
      await tx`delete from sync.outcomes`
      await tx`update leads set company_name = null where id = ${leadId}`
      await tx`select sync.begin_generation()`
    })
    await edit('Second', 'First')
    await companyIs('Second')
    await desk.untilState('online')
    expect(await backend.sql`select company_name from leads where id = ${leadId}`).toMatchObject([
      { company_name: 'Second' },
    ])
  })

  test('when the history that it would need is purged', async () => {
    await writeOffline('Written during a long absence')
    // A lead goes while the desktop is away, and what would tell of it is purged.
    await backend.sql`delete from leads where id = ${otherLeadId}`
    await backend.sql`update sync.tombstones set deleted_at = now() - interval '91 days'
      where organization_id = ${office.organization.id}`
    await backend.sql`select sync.purge_history()`
    await heals('Written during a long absence')
    expect((await desk.workspace.db.stats()).rows.leads).toBe(1)
  })

  test('when the rep’s rights have changed, and takes away what they may see no more', async () => {
    const colleague = await office.member('sales_rep')
    await backend.sql`update leads set owner_id = ${desk.workspace.identity.user.id} where id = ${leadId}`
    await desk.until(async () => {
      const view = await desk.workspace.db.read('conversation.view', { conversation_id: conversationId, limit: 5 })
      return view?.lead.owner_id === desk.workspace.identity.user.id
    }, 'the claim to arrive')
    const { scope_version } = await desk.workspace.db.cursor()
    await backend.sql`update profiles set role = 'manager' where id = ${desk.workspace.identity.user.id}`
    const { conversationId: theirs } = await office.enquiry('Pia', 'For a colleague', colleague.id)
    const sees = async () =>
      (await desk.workspace.db.read('conversation.view', { conversation_id: theirs, limit: 5 })) !== null
    desk.workspace.engine.wake('user')
    await desk.until(sees, 'what a manager sees')
    expect((await desk.workspace.db.cursor()).scope_version).not.toBe(scope_version)

    await writeOffline('Written as a manager')
    await backend.sql`update profiles set role = 'sales_rep' where id = ${desk.workspace.identity.user.id}`
    proxy.set('up')
    desk.workspace.engine.wake('user')
    await desk.until(async () => !(await sees()), 'the colleague’s lead to leave')
    await desk.untilState('online')
    expect(await backend.sql`select 1 from notes where body = 'Written as a manager'`).toHaveLength(1)
  })
})

test(
  'an import of 20,000 leads in one transaction arrives whole and once, page by page',
  { timeout: 120_000 },
  async () => {
    await desk.close()
    desk = await office.desk('manager', proxy.url)
    await desk.untilState('online')
    const before = (await desk.workspace.db.stats()).rows.leads
    await backend.sql`
    insert into leads (organization_id, brand_id, first_name, last_name)
    select ${office.organization.id}, ${office.organization.brandId}, 'Import', n::text from generate_series(1, 20000) n`
    const stamps = await backend.sql`
    select distinct sync_xid from leads where organization_id = ${office.organization.id} and first_name = 'Import'`
    expect(stamps).toHaveLength(1)
    desk.workspace.engine.wake('user')
    await desk.until(async () => (await desk.workspace.db.stats()).rows.leads === before + 20_000, 'the import')
    await desk.untilState('online')
    const { rows } = await desk.workspace.db.stats()
    expect(rows.leads).toBe(before + 20_000)
  },
)
