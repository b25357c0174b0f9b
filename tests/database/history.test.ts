import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { columnsOf } from '#shared/replication/tables.ts'
import { pullAnswerSchema } from '#shared/replication/protocol.ts'
import type { PullAnswer } from '#shared/replication/protocol.ts'
import { createConversation, createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'

let backend: LocalSupabase
let organization: Organization
let rep: Member
let conversation: string
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  rep = await joinAs(backend, organization.id, 'sales_rep')
  conversation = await createConversation(
    backend.sql,
    organization,
    await createLead(backend.sql, organization, { owner_id: rep.id }),
  )
  // Three to a millisecond, a microsecond apart.
  await backend.sql`
    insert into messages (conversation_id, direction, sender_type, body, created_at)
    select ${conversation}, 'inbound', 'customer', 'm' || n, timestamptz '2025-01-01' + (n / 3) * interval '1 millisecond'
      + (n % 3) * interval '1 microsecond'
    from generate_series(0, 59) n`
})
afterAll(() => backend.close())

async function history(member: Member, before: number | null, limit: number): Promise<PullAnswer> {
  const { data, error } = await member.client.rpc('sync_history', {
    p_conversation_id: conversation,
    p_before: before,
    p_limit: limit,
  })
  if (error) throw error
  return pullAnswerSchema.parse(data)
}

const values = (answer: PullAnswer, column: string): unknown[] =>
  answer.tables.flatMap(({ columns, rows }) => rows.map((row) => row[columns.indexOf(column)]))

test('older messages come page by page, without gap or repetition, until nothing is older', async () => {
  const bodies: unknown[] = []
  let before: number | null = null
  for (;;) {
    const page: PullAnswer = await history(rep, before, 10)
    bodies.unshift(...values(page, 'body'))
    before = Math.min(...(values(page, 'created_at') as number[]))
    if (page.complete) break
  }
  expect(bodies).toEqual(Array.from({ length: 60 }, (_, n) => `m${n}`))
})

test('a page has the form of a pull, and takes along what was written in the millisecond of its oldest', async () => {
  const page = await history(rep, null, 10)
  expect(page.tables.map(({ table, columns }) => [table, columns])).toEqual([
    ['messages', columnsOf('messages').map(([name]) => name)],
  ])
  expect(values(page, 'body')).toHaveLength(12)
  expect(page).toMatchObject({ complete: false, reset: null, deleted: [] })
})

test.each([
  ['before everything', Date.UTC(2020, 0)],
  ['before the year 1', -1e17],
])('%s there is nothing', async (_what, before) => {
  expect(await history(rep, before, 10)).toMatchObject({ tables: [], complete: true })
})

test('whoever does not see the conversation gets nothing of it', async () => {
  const colleague = await joinAs(backend, organization.id, 'sales_rep')
  expect(await history(colleague, null, 500)).toMatchObject({ tables: [], complete: true })
  const other = await createOrganization(backend.sql, 'Other')
  expect(await history(await joinAs(backend, other.id, 'owner'), null, 500)).toMatchObject({ tables: [] })
})

test('a page is found by the index, not by reading the table', async () => {
  const plan = await backend.sql`explain select m.created_at from messages m where m.conversation_id = ${conversation}
    and m.created_at < now() order by m.created_at desc limit 200`
  expect(plan.map((row) => String(row['QUERY PLAN'])).join('\n')).toMatch(/Index.* on messages/)
})
