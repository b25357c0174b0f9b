import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { connect } from '#main/db/connection.ts'
import { CacheRows } from '#main/db/write/cache-rows.ts'
import { LEAD_TABLES } from '#shared/replication/tables.ts'
import type { Row, TableName } from '#shared/replication/tables.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import type { Desk } from '#tests/support/desk.ts'
import { leadWithEverything } from '#tests/support/lead-with-everything.ts'
import { openOffice, type Office } from '#tests/support/office.ts'

let backend: LocalSupabase
let office: Office
const desks: Desk[] = []

beforeAll(async () => {
  backend = await startTestBackend()
  office = await openOffice(backend, 'Acme')
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close()
})
afterAll(() => backend?.close())

async function seat(...args: Parameters<Office['desk']>): Promise<Desk> {
  const desk = await office.desk(...args)
  desks.push(desk)
  await desk.untilState('online')
  return desk
}

/** Reads rows of a desk's cache by id, over a connection of its own. */
async function rowsOf<T extends TableName>(desk: Desk, table: T, ids: string[]): Promise<Row<T>[]> {
  const { file, key } = await desk.cache()
  const db = connect(file, { key, readonly: true })
  try {
    const rows = new CacheRows(db)
    return ids.flatMap((id) => rows.get(table, id) ?? [])
  } finally {
    db.close()
  }
}

/** The row of a desk's cache, once it is there and as expected. */
const untilRow = <T extends TableName>(desk: Desk, table: T, id: string, is: (row: Row<T>) => boolean = () => true) =>
  desk.until(async () => (await rowsOf(desk, table, [id])).find(is), `a row of ${table}`)

const untilGone = (desk: Desk, table: TableName, id: string) =>
  desk.until(async () => (await rowsOf(desk, table, [id])).length === 0, `a row of ${table} to go`)

const me = (desk: Desk) => desk.workspace.identity.user.id

describe('the further tables on a desktop', () => {
  test('come with the first sync: the campaigns and steps that every organisation starts with', async () => {
    const desk = await seat('sales_rep')
    const stored = await backend.sql<{ id: string; tag: string }[]>`
      select id, tag from campaigns where organization_id = ${office.organization.id} order by id`
    const steps = await backend.sql<{ id: string }[]>`
      select id from campaign_steps where organization_id = ${office.organization.id} and campaign_id is not null`
    const ids = stored.map(({ id }) => id)
    expect((await rowsOf(desk, 'campaigns', ids)).map(({ id, tag }) => ({ id, tag }))).toEqual([...stored])
    expect(
      await rowsOf(
        desk,
        'campaign_steps',
        steps.map(({ id }) => id),
      ),
    ).toHaveLength(steps.length)
    expect([stored.length, steps.length]).toEqual([14, 56])
  })

  test('follow through a poke alone: a consent is given, withdrawn and deleted', async () => {
    const desk = await seat('manager')
    const { leadId } = await office.enquiry('Ada', 'Hello')
    const [consent] = await backend.sql<{ id: string }[]>`
      insert into consents (organization_id, lead_id, platform, status, source)
      values (${office.organization.id}, ${leadId}, 'sms', 'opted_in', 'form') returning id`
    const { id } = consent!
    expect(await untilRow(desk, 'consents', id)).toMatchObject({ lead_id: leadId, status: 'opted_in' })
    await backend.sql`update consents set status = 'opted_out', source = 'keyword' where id = ${id}`
    await untilRow(desk, 'consents', id, (row) => row.status === 'opted_out' && row.source === 'keyword')
    await backend.sql`delete from consents where id = ${id}`
    await untilGone(desk, 'consents', id)
  })

  test('keep amounts beyond what a JSON number holds', async () => {
    const desk = await seat('manager')
    const [product] = await backend.sql<{ id: string }[]>`
      insert into products (organization_id, name, price_minor)
      values (${office.organization.id}, 'Plant', 9007199254740993) returning id`
    expect(await untilRow(desk, 'products', product!.id)).toMatchObject({ price_minor: '9007199254740993' })
  })

  test('leave one cache and enter the other with a lead that changes hands', async () => {
    const [first, second] = [await seat('sales_rep'), await seat('sales_rep')]
    const people = { ownerId: me(first), readerId: me(first) }
    const ids = await leadWithEverything(backend.sql, office.organization, people)
    const held = async (desk: Desk) => {
      const found = await Promise.all(LEAD_TABLES.map((table) => rowsOf(desk, table, [ids[table]!])))
      return LEAD_TABLES.filter((_, at) => found[at]!.length > 0)
    }
    await first.until(async () => (await held(first)).length === LEAD_TABLES.length, 'the whole lead')
    expect(await held(second)).toEqual([])

    await backend.sql`update leads set owner_id = ${me(second)} where id = ${ids['leads']!}`
    const others = LEAD_TABLES.filter((table) => table !== 'followers' && table !== 'mentions')
    await second.until(async () => (await held(second)).length === others.length, 'the lead to come')
    expect(await held(second)).toEqual(others)
    await first.until(async () => (await held(first)).length === 0, 'the lead to leave')
  })

  test('take a saved view from colleagues when its owner stops sharing it', async () => {
    const [owner, colleague] = [await seat('sales_rep'), await seat('sales_rep')]
    const [view] = await backend.sql<{ id: string }[]>`
      insert into saved_views (organization_id, owner_id, name, kind, is_shared)
      values (${office.organization.id}, ${me(owner)}, 'Hot', 'leads', true) returning id`
    await untilRow(colleague, 'saved_views', view!.id)
    await backend.sql`update saved_views set is_shared = false where id = ${view!.id}`
    await untilGone(colleague, 'saved_views', view!.id)
    expect(await untilRow(owner, 'saved_views', view!.id, (row) => !row.is_shared)).toMatchObject({ name: 'Hot' })
    expect(await rowsOf(colleague, 'saved_views', [view!.id])).toEqual([])
  })

  test('show nobody a colleague’s preferences', async () => {
    const [owner, manager] = [await seat('sales_rep'), await seat('manager')]
    const [preference] = await backend.sql<{ id: string }[]>`
      insert into notification_preferences (organization_id, user_id, event, sound)
      values (${office.organization.id}, ${me(owner)}, 'mention', false) returning id`
    await untilRow(owner, 'notification_preferences', preference!.id, (row) => !row.sound)
    const { leadId } = await office.enquiry('Zoe', 'A later poke')
    await untilRow(manager, 'leads', leadId)
    expect(await rowsOf(manager, 'notification_preferences', [preference!.id])).toEqual([])
  })
})
