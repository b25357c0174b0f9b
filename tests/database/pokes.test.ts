import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { POKE_EVENT, pokeTopic } from '#shared/replication/protocol.ts'
import { createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'

let backend: LocalSupabase
let organization: Organization
beforeAll(async () => {
  backend = await startDatabase()
})
afterAll(() => backend.close())
beforeEach(async () => {
  organization = await createOrganization(backend.sql, 'Acme')
  await backend.sql`delete from realtime.messages`
})

async function pokes(): Promise<string[]> {
  const rows = await backend.sql<{ topic: string; event: string; private: boolean }[]>`
    select topic, event, private from realtime.messages order by inserted_at, topic`
  for (const row of rows) expect(row).toMatchObject({ event: POKE_EVENT, private: true })
  return rows.map((row) => row.topic)
}

/** Subscribes and waits for the answer. Counts what it hears in `heard`. */
async function listen(client: SupabaseClient, topic: string) {
  await client.realtime.setAuth()
  const heard: string[] = []
  const answer = Promise.withResolvers<string>()
  const channel = client.channel(topic, { config: { private: true } })
  channel.on('broadcast', { event: '*' }, ({ event }) => void heard.push(event))
  channel.subscribe((status) => answer.resolve(status))
  return { status: await answer.promise, heard, channel }
}

describe('a poke', () => {
  test('is sent once for a statement, however many rows it changes', async () => {
    await backend.sql`insert into tags (organization_id, name)
      select ${organization.id}, 'tag ' || n from generate_series(1, 50) n`
    expect(await pokes()).toEqual([pokeTopic(organization.id)])
  })

  test('is sent once for a transaction, however many statements and tables', async () => {
    await backend.sql.begin(async (sql) => {
      const lead = await createLead(sql, organization)
      await sql`update leads set source = 'fair' where id = ${lead}`
      await sql`insert into notes (organization_id, lead_id, body) values (${organization.id}, ${lead}, 'x')`
      await sql`delete from leads where id = ${lead}`
    })
    expect(await pokes()).toEqual([pokeTopic(organization.id)])
  })

  test('goes to each organisation that a statement touches, and to no other', async () => {
    const other = await createOrganization(backend.sql, 'Rival')
    await createOrganization(backend.sql, 'Bystander')
    await backend.sql`delete from realtime.messages`
    await backend.sql`update organizations set industry = 'solar' where id in (${organization.id}, ${other.id})`
    expect((await pokes()).toSorted()).toEqual([organization.id, other.id].map(pokeTopic).toSorted())
  })

  test('is not sent for a statement that changes nothing', async () => {
    await backend.sql`update leads set source = 'x' where organization_id = ${organization.id}`
    expect(await pokes()).toEqual([])
  })

  test('of work undone by a savepoint is sent by the work that follows', async () => {
    await backend.sql.begin(async (sql) => {
      await sql
        .savepoint(async (inner) => {
          await createLead(inner, organization)
          throw new Error('undo')
        })
        .catch(() => undefined)
      await createLead(sql, organization)
    })
    expect(await pokes()).toEqual([pokeTopic(organization.id)])
  })

  test('reaches the desktops of the organisation after a colleague pushed', async () => {
    const rep = await joinAs(backend, organization.id, 'sales_rep')
    const colleague = await joinAs(backend, organization.id, 'sales_rep')
    const { status, heard } = await listen(colleague.client, pokeTopic(organization.id))
    expect(status).toBe('SUBSCRIBED')
    const lead = await createLead(backend.sql, organization)
    await expect.poll(() => heard.length).toBe(1)
    await new Pusher(rep.client).send('lead.claim', { lead_id: lead })
    await expect.poll(() => heard).toEqual([POKE_EVENT, POKE_EVENT])
    await colleague.client.realtime.disconnect()
  })

  test('cannot be heard by strangers or the suspended, nor rung by members', async () => {
    const other = await createOrganization(backend.sql, 'Rival')
    const stranger = await joinAs(backend, other.id, 'owner')
    const leaver = await joinAs(backend, organization.id, 'admin')
    await backend.sql`update profiles set status = 'suspended' where id = ${leaver.id}`
    for (const { client } of [stranger, leaver]) {
      expect((await listen(client, pokeTopic(organization.id))).status).toBe('CHANNEL_ERROR')
      await client.realtime.disconnect()
    }
    const member = await joinAs(backend, organization.id, 'owner')
    const colleague = await joinAs(backend, organization.id, 'owner')
    const { channel } = await listen(member.client, pokeTopic(organization.id))
    const { heard } = await listen(colleague.client, pokeTopic(organization.id))
    await channel.send({ type: 'broadcast', event: POKE_EVENT, payload: {} })
    await createLead(backend.sql, organization)
    await expect.poll(() => heard.length).toBe(1)
    await Promise.all([member, colleague].map(({ client }) => client.realtime.disconnect()))
  })
})
