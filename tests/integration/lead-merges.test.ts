import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { connect } from '#main/db/connection.ts'
import type { Mutation } from '#shared/domain/mutations.ts'
import { LEAD_TABLES } from '#shared/replication/tables.ts'
import { startTestBackend } from '#tests/support/backend.ts'
import { createConversation, createLead, writeMessage, type Member } from '#tests/support/database.ts'
import { startDesk, type Desk } from '#tests/support/desk.ts'
import { leadWithEverything } from '#tests/support/lead-with-everything.ts'
import { openOffice, type Office } from '#tests/support/office.ts'
import { Replica } from '#tests/support/replica.ts'

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

interface Seat {
  member: Member
  desk: Desk
}

async function seat(role: 'manager' | 'sales_rep'): Promise<Seat> {
  const member = await office.member(role)
  const desk = await startDesk({ url: backend.url, anonKey: backend.anonKey, ...member })
  desks.push(desk)
  await desk.untilState('online')
  return { member, desk }
}

async function act({ desk }: Seat, mutation: Mutation): Promise<void> {
  await desk.workspace.db.commit(mutation, { at: Date.now() })
  desk.workspace.engine.wake('write')
}

type Places = Record<string, string[]>

/** Which row of which lead a desk's cache holds, by table. */
async function cached({ desk }: Seat): Promise<Places> {
  const { file, key } = await desk.cache()
  const db = connect(file, { key, readonly: true })
  try {
    const read = (table: string, lead: string) =>
      db
        .prepare<[], string>(`select id || ' of ' || coalesce(${lead}, 'nobody') from ${table}`)
        .pluck()
        .all()
        .toSorted()
    return Object.fromEntries([
      ['leads', read('leads', 'merged_into')],
      ...LEAD_TABLES.map((table) => [table, read(table, 'lead_id')] as const),
    ])
  } finally {
    db.close()
  }
}

/** The same, as a first sync under the member's rights gives it. */
async function allowed({ member }: Seat): Promise<Places> {
  const replica = new Replica(member.client)
  await replica.pull()
  const read = (table: string, lead: string) =>
    replica
      .rows(table)
      .map((row) => [row['id'], row[lead] ?? 'nobody'].join(' of '))
      .toSorted()
  return Object.fromEntries([
    ['leads', read('leads', 'merged_into')],
    ...LEAD_TABLES.map((table) => [table, read(table, 'lead_id')] as const),
  ])
}

/** Waits until a desk holds exactly what its owner may see. */
const untilTrue = (seated: Seat, what: string) =>
  seated.desk.until(
    async () => JSON.stringify(await cached(seated)) === JSON.stringify(await allowed(seated)),
    `${what} on the desktop of a ${seated.member.role}`,
  )

describe('leads that are merged', () => {
  test('leave and enter desktops as their owners’ rights say, and come back when the merge is undone', async () => {
    const [manager, one, other] = [await seat('manager'), await seat('sales_rep'), await seat('sales_rep')]
    const { sql } = backend
    const first = await leadWithEverything(sql, office.organization, {
      ownerId: one.member.id,
      readerId: one.member.id,
    })
    const second = await leadWithEverything(sql, office.organization, {
      ownerId: other.member.id,
      readerId: other.member.id,
    })
    const everybody = [manager, one, other]
    for (const each of everybody) await untilTrue(each, 'both leads')

    const merge_id = randomUUID()
    const args = { merge_id, survivor_id: first['leads']!, absorbed_id: second['leads']!, fields: [] }
    await act(manager, { name: 'lead.merge', args })
    await manager.desk.untilState('online')
    for (const each of everybody) await untilTrue(each, 'the merge')
    expect((await cached(other))['notes']).toEqual([])
    expect((await cached(one))['notes']).toContain(`${second['notes']!} of ${first['leads']!}`)

    await act(one, { name: 'lead.unmerge', args: { merge_id } })
    await one.desk.untilState('online')
    for (const each of everybody) await untilTrue(each, 'the undoing')
    expect((await cached(other))['notes']).toContain(`${second['notes']!} of ${second['leads']!}`)
    expect((await cached(one))['notes']).not.toContain(`${second['notes']!} of ${second['leads']!}`)
  })

  test('take along what was queued for the absorbed one', async () => {
    const [manager, rep] = [await seat('manager'), await seat('sales_rep')]
    const { sql } = backend
    const owner = { owner_id: rep.member.id }
    const survivor = await createLead(sql, office.organization, owner)
    const absorbed = await createLead(sql, office.organization, owner)
    const mine = await createConversation(sql, office.organization, survivor)
    const theirs = await createConversation(sql, office.organization, absorbed)
    await writeMessage(sql, theirs, 'Hello')
    await untilTrue(rep, 'both leads')
    await untilTrue(manager, 'both leads')

    const merge_id = randomUUID()
    await act(manager, {
      name: 'lead.merge',
      args: { merge_id, survivor_id: survivor, absorbed_id: absorbed, fields: [] },
    })
    const note = { note_id: randomUUID(), lead_id: absorbed, title: null, body: 'Queued', type: 'general' as const }
    await act(rep, { name: 'note.create', args: note })
    const message_id = randomUUID()
    await act(rep, { name: 'message.send', args: { message_id, conversation_id: theirs, body: 'Queued' } })
    await manager.desk.untilState('online')
    await rep.desk.untilState('online')
    await untilTrue(rep, 'the merge')
    const [stored] = await sql`select lead_id from notes where id = ${note.note_id}`
    const [sent] = await sql`select lead_id, conversation_id from messages where id = ${message_id}`
    expect([stored, sent]).toEqual([{ lead_id: survivor }, { lead_id: survivor, conversation_id: mine }])
  })
})
