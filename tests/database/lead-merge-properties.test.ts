import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { LEAD_TABLES } from '#shared/replication/tables.ts'
import {
  createChannel,
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { leadWithEverything } from '#tests/support/lead-with-everything.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { Replica } from '#tests/support/replica.ts'

let backend: LocalSupabase
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())

interface Team {
  organization: Organization
  /** One who sees everything, and two who see their own and the pool's. */
  members: [manager: Member, one: Member, other: Member]
}

async function newTeam(): Promise<Team> {
  const organization = await createOrganization(backend.sql, 'Acme')
  const join = (role: 'manager' | 'sales_rep') => joinAs(backend, organization.id, role)
  return { organization, members: [await join('manager'), await join('sales_rep'), await join('sales_rep')] }
}

const TABLES = ['leads', ...LEAD_TABLES] as const

/** What a replica holds, as a fresh one would: all rows by table, in order. */
const contentOf = (replica: Replica) =>
  Object.fromEntries(
    TABLES.map((table) => [
      table,
      replica.rows(table).toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1)),
    ]),
  )

async function expectAsFresh(member: Member, replica: Replica): Promise<void> {
  await replica.pull()
  const fresh = new Replica(member.client)
  await fresh.pull()
  expect([member.role, contentOf(replica)]).toEqual([member.role, contentOf(fresh)])
}

/** Columns that say when a row was written, or follow from the time at which somebody asks. */
const RESTLESS = [
  'sync_xid',
  'updated_at',
  'lead_score',
  'score_breakdown',
  'last_scored_at',
  'pipeline_stage_id',
  'is_active_chat',
]

/** Everything about two leads, as the database has it. */
async function stateOf(organization: Organization): Promise<unknown> {
  const { sql } = backend
  const tables = await sql<{ name: string }[]>`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'lead_id' and table_name not in ('lead_merges', 'stage_changes',
      'consent_changes') and table_name in (select tablename from pg_tables where schemaname = 'public')`
  const parts = await Promise.all(
    ['leads', ...tables.map(({ name }) => name)].map(async (name) => {
      const rows = await sql<{ row: Record<string, unknown> }[]>`
        select to_jsonb(t) - ${RESTLESS}::text[] as row from ${sql(name)} t
        where organization_id = ${organization.id} order by id`
      return [name, rows.map(({ row }) => row)] as const
    }),
  )
  return Object.fromEntries(parts)
}

describe('a merge that is undone', () => {
  test('leaves everything as it was, whatever both leads had', async () => {
    const { organization, members } = await newTeam()
    const [manager, one, other] = members
    const { sql } = backend
    const email = await createChannel(sql, organization.id, organization.brandId, 'email')
    const people = (member: Member) => ({ ownerId: member.id, assignedTo: manager.id, readerId: other.id })
    const survivor = (await leadWithEverything(sql, organization, people(one)))['leads']!
    const absorbed = (await leadWithEverything(sql, organization, people(other)))['leads']!
    await sql`update leads set first_name = null, phone = '07400 111111', tags = '{a,b}' where id = ${survivor}`
    await sql`update leads set company_name = 'Acme', phone = '07400 222222', tags = '{b,c}', ai_enabled = false
      where id = ${absorbed}`
    await sql`insert into conversations (organization_id, lead_id, channel_id, platform)
      values (${organization.id}, ${absorbed}, ${email}, 'email')`
    await sql`update consents set status = 'opted_out' where lead_id = ${absorbed}`
    await sql`update conversations set status = 'snoozed', snoozed_until = now() + interval '1 day', priority = 'high'
      where lead_id = ${absorbed}`
    const desk = new Pusher(manager.client)
    const before = await stateOf(organization)
    for (const [survivor_id, absorbed_id] of [
      [survivor, absorbed],
      [absorbed, survivor],
    ]) {
      const merge_id = randomUUID()
      const fields = ['phone', 'owner_id', 'lead_status', 'custom_fields']
      expect(await desk.send('lead.merge', { merge_id, survivor_id, absorbed_id, fields })).toMatchObject({
        result: 'applied',
      })
      expect(await desk.send('lead.unmerge', { merge_id })).toMatchObject({ result: 'applied' })
      expect(await stateOf(organization)).toEqual(before)
    }
  })
})

describe('caches', () => {
  test('hold after a merge and after its undoing what their owner may see, whoever they are', async () => {
    const { organization, members } = await newTeam()
    const [manager, one, other] = members
    const people = (member: Member) => ({ ownerId: member.id, readerId: other.id })
    const first = await leadWithEverything(backend.sql, organization, people(one))
    const second = await leadWithEverything(backend.sql, organization, people(other))
    const replicas = members.map(({ client }) => new Replica(client))
    const check = async () => {
      for (const [place, member] of members.entries()) await expectAsFresh(member, replicas[place]!)
    }
    await check()
    expect(replicas[2]!.get('notes', second['notes']!)).toBeDefined()
    const merge_id = randomUUID()
    const args = { merge_id, survivor_id: first['leads'], absorbed_id: second['leads'], fields: [] }
    await new Pusher(manager.client).send('lead.merge', args)
    await check()
    // Who had only the absorbed lead has nothing of it any more; who has the survivor has it all.
    expect([replicas[2]!.get('notes', second['notes']!), replicas[2]!.get('leads', second['leads']!)]).toEqual([
      undefined,
      undefined,
    ])
    expect(replicas[1]!.get('notes', second['notes']!)).toMatchObject({ lead_id: first['leads'] })
    await new Pusher(manager.client).send('lead.unmerge', { merge_id })
    await check()
    expect(replicas[1]!.get('notes', second['notes']!)).toBeUndefined()
    expect(replicas[2]!.get('notes', second['notes']!)).toMatchObject({ lead_id: second['leads'] })
  })
})

const KINDS = [
  'merge',
  'merge',
  'unmerge',
  'unmerge',
  'message',
  'note',
  'start',
  'assign',
  'owner',
  'follow',
  'pull',
  'consent',
] as const

/** What somebody does, to which of four leads. */
const step = fc.record({ kind: fc.constantFrom(...KINDS), from: fc.nat(3), into: fc.nat(3), who: fc.nat(2) })

describe('random sequences of merges, their undoing and everyday work', () => {
  test('leave every row with a live lead, right counters, and caches as a first sync makes them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const { organization, members } = await newTeam()
        const { sql } = backend
        const owners = [members[1].id, members[2].id, null, members[1].id]
        const leads = await Promise.all(owners.map((owner_id) => createLead(sql, organization, { owner_id })))
        for (const lead of leads.slice(0, 2)) await createConversation(sql, organization, lead)
        const desks = members.map(({ client }) => new Pusher(client))
        const replicas = members.map(({ client }) => new Replica(client))
        const merges: string[] = []
        const conversations = (): Promise<{ id: string }[]> =>
          sql<{ id: string }[]>`select id from conversations where organization_id = ${organization.id} order by id`

        for (const { kind, from, into, who } of steps) {
          const lead_id = leads[from]!
          const chats = await conversations()
          const chat = chats[into % chats.length]!.id
          if (kind === 'merge') {
            const merge_id = randomUUID()
            const args = { merge_id, survivor_id: leads[into]!, absorbed_id: lead_id, fields: ['owner_id'] }
            if ((await desks[who]!.send('lead.merge', args)).result === 'applied') merges.push(merge_id)
          } else if (kind === 'unmerge' && merges.length > 0) {
            const merge_id = merges[into % merges.length]!
            await desks[who]!.send('lead.unmerge', { merge_id })
          } else if (kind === 'message') {
            await writeMessage(sql, chat, 'Hello', from % 2 === 0 ? 'inbound' : 'outbound')
          } else if (kind === 'note') {
            const note = { note_id: randomUUID(), lead_id, title: null, body: 'Note', type: 'general' }
            await desks[who]!.send('note.create', note)
          } else if (kind === 'start') {
            const args = { conversation_id: randomUUID(), lead_id, channel_id: organization.channelId }
            await desks[who]!.send('conversation.start', args)
          } else if (kind === 'assign') {
            await sql`update conversations set assigned_to = ${into % 2 ? members[who]!.id : null} where id = ${chat}`
          } else if (kind === 'owner') {
            await sql`update leads set owner_id = ${into % 2 ? members[who]!.id : null}
              where id = ${lead_id} and merged_into is null`
          } else if (kind === 'follow') {
            await sql`insert into followers (lead_id, user_id) values (${lead_id}, ${members[who]!.id})
              on conflict do nothing`
          } else if (kind === 'consent') {
            await sql`insert into consents (lead_id, platform, status, source)
              values (${lead_id}, 'sms', ${into % 2 ? 'opted_out' : 'opted_in'}, 'rep')
              on conflict (lead_id, platform) do update set status = excluded.status, decided_at = now()`
          } else if (kind === 'pull') {
            await replicas[who]!.pull()
          }
        }

        expect(await violations(organization)).toEqual([])
        for (const [place, member] of members.entries()) await expectAsFresh(member, replicas[place]!)
      }),
      { numRuns: 25 },
    )
  })
})

/** What must never be, in words. */
async function violations(organization: Organization): Promise<string[]> {
  const rows = await backend.sql<{ what: string }[]>`
    with mine as (select * from leads where organization_id = ${organization.id})
    select format('note %s hangs on an absorbed lead', n.id) as what
      from notes n join mine l on l.id = n.lead_id where l.merged_into is not null
    union all select format('message %s hangs on an absorbed lead', m.id)
      from messages m join mine l on l.id = m.lead_id where l.merged_into is not null
    union all select format('message %s is in a conversation of another lead', m.id)
      from messages m join conversations c on c.id = m.conversation_id join mine l on l.id = c.lead_id
      where m.lead_id <> c.lead_id
    union all select format('conversation %s counts %s messages', c.id, c.message_count)
      from conversations c join mine l on l.id = c.lead_id
      where c.message_count <> (select count(*) from messages m where m.conversation_id = c.id)
    union all select format('conversation %s has %s unread', c.id, c.unread_count)
      from conversations c join mine l on l.id = c.lead_id where c.unread_count not between 0 and c.message_count
    union all select format('conversation %s of an absorbed lead is not joined, or the other way round', c.id)
      from conversations c join mine l on l.id = c.lead_id
      where (l.merged_into is not null) <> (c.joined_into is not null)
    union all select format('lead %s counts %s messages', l.id, l.message_count)
      from mine l where l.message_count <> (select count(*) from messages m where m.lead_id = l.id)
    union all select format('lead %s has assignees %s', l.id, l.assignee_ids)
      from mine l where l.merged_into is null and array(select unnest(l.assignee_ids) order by 1) <> array(
        select distinct c.assigned_to from conversations c where c.lead_id = l.id and c.assigned_to is not null order by 1)
    union all select format('absorbed lead %s is not seen as its survivor', l.id)
      from mine l join mine s on s.id = l.merged_into
      where (l.owner_id, l.assignee_ids, l.dataset_ids) is distinct from (s.owner_id, s.assignee_ids, s.dataset_ids)
    union all select format('lead %s goes round in a circle', l.id)
      from mine l where l.merged_into is not null and (
        select s.merged_into from mine s where s.id = app.surviving_lead(l.id)) is not null`
  return rows.map(({ what }) => what)
}
