import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { TABLE_NAMES, columnsOf } from '#shared/replication/tables.ts'
import type { TableName } from '#shared/replication/tables.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { NO_CURSOR, Replica, pull } from '#tests/support/replica.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

let organization: Organization
let owner: Member
beforeEach(async () => {
  organization = await createOrganization(backend.sql, 'Acme')
  owner = await joinAs(backend, organization.id, 'owner')
})

/** Leads with a conversation and `messages` messages each, an hour apart, the last one now. */
async function fill(leads: number, messages: number): Promise<void> {
  await backend.sql`
    with lead as (
      insert into leads (organization_id, brand_id, first_name)
      select ${organization.id}, ${organization.brandId}, 'Lead ' || n from generate_series(1, ${leads}) n returning id
    ) insert into conversations (organization_id, lead_id, channel_id, platform)
    select ${organization.id}, id, ${organization.channelId}, 'sms' from lead`
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select c.id, 'inbound', 'customer', 'Message ' || n, now() - (${messages} - n) * interval '1 hour'
    from conversations c, generate_series(1, ${messages}) n where c.organization_id = ${organization.id}`
}

async function truth(table: TableName): Promise<string[]> {
  const rows = await backend.sql<{ id: string }[]>`
    select id from ${backend.sql(table)} where organization_id = ${organization.id} order by id`
  return rows.map((row) => row.id)
}

type Ids = Record<string, string[]>

/** Ids by table: what the server has for the organisation, and what a replica of its owner holds. */
async function bothSides(replica: Replica): Promise<{ server: Ids; desktop: Ids }> {
  const server: Ids = {}
  const desktop: Ids = {}
  for (const table of TABLE_NAMES) {
    server[table] = await truth(table)
    desktop[table] = replica
      .rows(table)
      .map((row) => String(row.id))
      .sort()
  }
  return { server, desktop }
}

describe('a first sync', () => {
  test('brings every row of the organisation, whatever the size of a page', async () => {
    await fill(12, 5)
    for (const rows of [1, 7, 5_000]) {
      const replica = new Replica(owner.client, rows)
      await replica.pull()
      const { server, desktop } = await bothSides(replica)
      expect(desktop).toEqual(server)
    }
  })

  test('sends whole conversations, and at most one more than the budget', async () => {
    await fill(6, 10)
    const answers = await new Replica(owner.client, 25).pull()
    for (const { tables } of answers) {
      expect(tables.reduce((sum, { rows }) => sum + rows.length, 0)).toBeLessThan(25 + 10)
    }
  })

  test('tells on its first page, and only there, how many rows to expect', async () => {
    await fill(10, 4)
    const [first, second] = await new Replica(owner.client, 20).pull()
    expect(first!.expected_rows).toBeGreaterThanOrEqual(10 + 10 + 40)
    expect(second!.expected_rows).toBeNull()
  })

  test('takes the last 90 days or 200 messages of a conversation, whichever is more', async () => {
    await fill(2, 1)
    const [busy, old] = await truth('conversations')
    await backend.sql`
      insert into messages (conversation_id, direction, sender_type, body, created_at)
      select ${busy!}::uuid, 'inbound', 'customer', 'b' || n, now() - interval '1 day' - n * interval '1 second'
      from generate_series(1, 250) n
      union all
      select ${old!}::uuid, 'inbound', 'customer', 'o' || n, now() - interval '1 year' - n * interval '1 day'
      from generate_series(1, 250) n`
    const replica = new Replica(owner.client)
    await replica.pull()
    const count = (id: string) => replica.rows('messages').filter((row) => row.conversation_id === id).length
    expect([count(busy!), count(old!)]).toEqual([251, 200])
  })

  test('sends rows in the order and form of the contract', async () => {
    const { sql } = backend
    const lead = await createLead(sql, organization, { first_name: 'Ann' })
    const [stage] = await sql<{ id: string }[]>`
      select id from pipeline_stages where organization_id = ${organization.id} and name = 'Proposal'`
    await sql`
      insert into deals (organization_id, lead_id, name, value_minor, currency, stage_id, expected_close_date, tags,
        created_at)
      values (${organization.id}, ${lead}, 'Big', ${'9007199254740993'}, 'EUR', ${stage!.id}, '2026-02-28',
        ${['a', 'b']}, ${'1969-12-31T23:59:59.9999Z'})`
    const { tables } = await pull(owner.client, { ...NO_CURSOR, position: null })
    for (const { table, columns } of tables) {
      expect(columns).toEqual(columnsOf(table as TableName).map(([name]) => name))
    }
    const replica = new Replica(owner.client)
    await replica.pull()
    expect(replica.rows('deals')[0]).toMatchObject({
      value_minor: '9007199254740993',
      expected_close_date: '2026-02-28',
      tags: ['a', 'b'],
      created_at: -1,
    })
    expect(replica.get('leads', lead)).toMatchObject({ assignee_ids: [], stage_override: false, custom_fields: {} })
  })
})

describe('a later pull', () => {
  test('brings what changed since, and nothing else', async () => {
    await fill(3, 2)
    const replica = new Replica(owner.client)
    await replica.pull()
    const [quiet] = await replica.pull()
    expect(quiet).toMatchObject({ tables: [], complete: true, deleted: [], granted: [], revoked: [] })

    const [lead] = await truth('leads')
    await backend.sql`update leads set source = 'fair' where id = ${lead!}`
    const [answer] = await replica.pull()
    expect(answer!.tables.map(({ table, rows }) => [table, rows.length])).toEqual([['leads', 1]])
    expect(replica.get('leads', lead!)).toMatchObject({ source: 'fair' })
  })

  test('comes out equal when rows change between its pages', async () => {
    await fill(15, 2)
    const replica = new Replica(owner.client, 10)
    let changes = 0
    await replica.pull(async () => {
      if (changes++ > 6) return
      await backend.sql`
        update leads set source = ${`s${changes}`} where organization_id = ${organization.id} and id in (
          select id from leads where organization_id = ${organization.id} order by random() limit 6)`
      await createLead(backend.sql, organization)
      await backend.sql`delete from leads where id = (
        select id from leads where organization_id = ${organization.id} order by random() limit 1)`
    })
    expect(changes).toBeGreaterThan(5)
    const { server, desktop } = await bothSides(replica)
    expect(desktop).toEqual(server)
    const stored = await backend.sql<{ id: string; source: string | null }[]>`
      select id, source from leads where organization_id = ${organization.id}`
    for (const { id, source } of stored) expect(replica.get('leads', id)).toMatchObject({ source })

    await backend.sql`update leads set source = 'all' where organization_id = ${organization.id}`
    const again = new Replica(owner.client, 4)
    again.cursor = replica.cursor
    const pages = await again.pull()
    expect(pages.length).toBeGreaterThan(3)
    expect(again.rows('leads').map((row) => row.id)).toHaveLength(stored.length)
  })

  test('loses no row of writers that hold their transactions open', async () => {
    const replica = new Replica(owner.client, 40)
    await replica.pull()
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let round = 0; round < 8; round++) {
        await backend.sql.begin(async (sql) => {
          await sql`insert into tags (organization_id, name)
            select ${organization.id}, ${`${writer}-${round}-`} || n from generate_series(1, 5) n`
          await sql`select pg_sleep(${((writer * 7 + round * 3) % 10) / 100})`
        })
      }
    })
    const settled = Promise.all(writers).then(() => 'settled')
    let pulls = 0
    for (let state = ''; state !== 'settled'; pulls++) {
      await replica.pull()
      state = await Promise.race([settled, Promise.resolve('writing')])
    }
    await replica.pull()
    expect(pulls).toBeGreaterThan(3)
    expect(replica.rows('tags').filter((row) => /^\d-\d-\d$/.test(String(row.name)))).toHaveLength(6 * 8 * 5)
    const { server, desktop } = await bothSides(replica)
    expect(desktop).toEqual(server)
  })

  test('finds its rows by the stamp, not by reading the table', async () => {
    await fill(400, 3)
    await backend.sql`vacuum analyze messages`
    const [now] = await backend.sql<{ xmin: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`
    const plan = await backend.sql.begin(async (sql) => {
      await sql`select set_config('request.jwt.claim.sub', ${owner.id}, true)`
      await sql`set local role authenticated`
      return sql.unsafe<{ 'QUERY PLAN': string }[]>(
        `explain select id from public.messages x where x.organization_id = '${organization.id}'
          and x.sync_xid >= '${now!.xmin}'::xid8 order by x.sync_xid, x.id limit 100`,
      )
    })
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toMatch(/Index (Only )?Scan using messages_sync/)
    expect(text).toMatch(/Index Cond: .*sync_xid >=/)
  })

  test("decides a rep's rows without calling a function for each", async () => {
    const plan = await backend.sql.begin(async (sql) => {
      await sql`set local role authenticated`
      return sql<{ 'QUERY PLAN': string }[]>`explain (verbose) select body from public.messages`
    })
    const filters = plan.map((row) => row['QUERY PLAN']).filter((line) => /Filter:|Cond:/.test(line))
    expect(filters.join('\n')).toContain('InitPlan')
    expect(filters.join('\n')).not.toMatch(/app\.\w+\(/)
  })
})

describe('a cursor that cannot be continued', () => {
  async function resetOf(change: object): Promise<string | null> {
    const replica = new Replica(owner.client)
    await replica.pull()
    const answer = await pull(owner.client, { ...replica.cursor, position: null, ...change })
    expect(answer.tables).toEqual([])
    return answer.reset
  }

  test('is of another generation', async () => {
    expect(await resetOf({ generation: crypto.randomUUID() })).toBe('generation')
  })

  test.each(['', 'x', '5:4:', '1:2:3:4'])('is no snapshot: "%s"', async (snapshot) => {
    expect(await resetOf({ snapshot })).toBe('cursor_expired')
  })

  test('is from the future', async () => {
    expect(await resetOf({ snapshot: '999999999999:999999999999:' })).toBe('cursor_expired')
  })

  test('has a position that this server did not give', async () => {
    expect(await resetOf({ position: 'x' })).toBe('cursor_expired')
    expect(await resetOf({ position: '{"k":"scan"}' })).toBe('cursor_expired')
  })

  test('was made under other rights', async () => {
    const rep = await joinAs(backend, organization.id, 'sales_rep')
    const replica = new Replica(rep.client)
    await replica.pull()
    await backend.sql`update profiles set role = 'manager' where id = ${rep.id}`
    expect((await replica.pull())[0]).toMatchObject({ reset: 'scope', scope_version: 2 })
  })

  test('is older than the history that is kept', async () => {
    const replica = new Replica(owner.client)
    await replica.pull()
    const lead = await createLead(backend.sql, organization)
    await backend.sql`delete from leads where id = ${lead}`
    await backend.sql`select sync.purge_history(interval '-1 second')`
    expect((await replica.pull())[0]!.reset).toBe('cursor_expired')
    const fresh = new Replica(owner.client)
    await fresh.pull()
    expect((await fresh.pull())[0]!.reset).toBeNull()
  })

  test('of a restored database brings everything again', async () => {
    await fill(2, 2)
    const replica = new Replica(owner.client)
    await replica.pull()
    await backend.sql`select sync.begin_generation()`
    expect((await replica.pull())[0]!.reset).toBe('generation')
    const fresh = new Replica(owner.client)
    await fresh.pull()
    const { server, desktop } = await bothSides(fresh)
    expect(desktop).toEqual(server)
  })
})

test('a message written by a colleague reaches another desktop with its conversation and lead', async () => {
  const rep = await joinAs(backend, organization.id, 'sales_rep')
  const lead = await createLead(backend.sql, organization, { owner_id: rep.id })
  const conversation = await createConversation(backend.sql, organization, lead)
  const replica = new Replica(rep.client)
  await replica.pull()
  const message = await writeMessage(backend.sql, conversation, 'Hello')
  const [answer] = await replica.pull()
  const tables = answer!.tables.map(({ table }) => table)
  expect(tables).toEqual(expect.arrayContaining(['leads', 'conversations', 'messages']))
  expect(replica.get('messages', message)).toMatchObject({ body: 'Hello', status: 'received' })
})
