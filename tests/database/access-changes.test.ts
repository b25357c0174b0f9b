import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import {
  createConversation,
  createLead,
  createOrganization,
  joinAs,
  startDatabase,
  writeMessage,
} from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { Replica } from '#tests/support/replica.ts'

let backend: LocalSupabase
let organization: Organization
let ann: Member
let bob: Member
let manager: Member
let lead: string
let conversation: string
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  ann = await joinAs(backend, organization.id, 'sales_rep')
  bob = await joinAs(backend, organization.id, 'sales_rep')
  manager = await joinAs(backend, organization.id, 'manager')
})
afterAll(() => backend.close())
beforeEach(async () => {
  lead = await createLead(backend.sql, organization, { owner_id: ann.id })
  conversation = await createConversation(backend.sql, organization, lead)
  await writeMessage(backend.sql, conversation, 'Hello')
})

const give = (owner: string | null) => backend.sql`update leads set owner_id = ${owner} where id = ${lead}`

async function replicaOf(member: Member): Promise<Replica> {
  const replica = new Replica(member.client)
  await replica.pull()
  return replica
}

const holds = (replica: Replica) => [
  replica.get('leads', lead) !== undefined,
  replica.rows('conversations').some((row) => row.lead_id === lead),
  replica.rows('messages').some((row) => row.lead_id === lead),
]
const ALL = [true, true, true]
const NOTHING = [false, false, false]

describe('a lead that changes hands', () => {
  test('is revoked from who had it, naming who has it now, and granted to the other with all it has', async () => {
    const [a, b] = await Promise.all([replicaOf(ann), replicaOf(bob)])
    expect([holds(a), holds(b)]).toEqual([ALL, NOTHING])
    const before = Date.now()
    await give(bob.id)
    const [revoked] = await a.pull()
    const [granted] = await b.pull()
    expect(revoked).toMatchObject({ revoked: [{ lead_id: lead, owner_id: bob.id }], granted: [] })
    // One machine, one clock; the database rounds down.
    expect(revoked?.revoked[0]?.at).toBeGreaterThanOrEqual(before - 1)
    expect(revoked?.revoked[0]?.at).toBeLessThanOrEqual(Date.now())
    expect(granted).toMatchObject({ revoked: [], granted: [lead] })
    expect([holds(a), holds(b)]).toEqual([NOTHING, ALL])
  })

  test('concerns neither who sees all nor who never saw it', async () => {
    const carol = await joinAs(backend, organization.id, 'sales_rep')
    const [m, c] = await Promise.all([replicaOf(manager), replicaOf(carol)])
    await give(bob.id)
    expect((await m.pull())[0]).toMatchObject({ granted: [], revoked: [] })
    expect((await c.pull())[0]).toMatchObject({ granted: [], revoked: [] })
  })

  test('and comes back before the next pull changes nothing for either', async () => {
    const [a, b] = await Promise.all([replicaOf(ann), replicaOf(bob)])
    await give(bob.id)
    const meanwhile = await writeMessage(backend.sql, conversation, 'Meanwhile')
    await give(ann.id)
    expect((await a.pull())[0]).toMatchObject({ granted: [], revoked: [] })
    expect((await b.pull())[0]).toMatchObject({ granted: [], revoked: [] })
    expect(a.get('messages', meanwhile)).toBeDefined()
  })

  test('leaves no ghost of what was deleted while it was away', async () => {
    const [note] = await backend.sql<{ id: string }[]>`
      insert into notes (organization_id, lead_id, body) values (${organization.id}, ${lead}, 'x') returning id`
    const a = await replicaOf(ann)
    await give(bob.id)
    await backend.sql`delete from notes where id = ${note!.id}`
    await give(ann.id)
    await a.pull()
    expect(a.get('notes', note!.id)).toBeUndefined()
  })

  test('goes to the pool and from there to a colleague', async () => {
    const b = await replicaOf(bob)
    await give(null)
    expect((await b.pull())[0]!.granted).toEqual([lead])
    expect(holds(b)).toEqual(ALL)
    await give(ann.id)
    expect((await b.pull())[0]!.revoked).toEqual([{ lead_id: lead, owner_id: ann.id, at: expect.any(Number) }])
    expect(holds(b)).toEqual(NOTHING)
  })

  test('is granted by an assignment and revoked when it ends', async () => {
    const b = await replicaOf(bob)
    await backend.sql`update conversations set assigned_to = ${bob.id} where id = ${conversation}`
    expect((await b.pull())[0]!.granted).toEqual([lead])
    await backend.sql`update conversations set assigned_to = null where id = ${conversation}`
    expect((await b.pull())[0]!.revoked).toEqual([{ lead_id: lead, owner_id: ann.id, at: null }])
  })

  test('is granted and revoked with a dataset', async () => {
    const [dataset] = await backend.sql<{ id: string }[]>`
      insert into datasets (organization_id, name) values (${organization.id}, 'Fair') returning id`
    await backend.sql`update profiles set allowed_dataset_ids = ${[dataset!.id]} where id = ${bob.id}`
    const b = await replicaOf(bob)
    await backend.sql`insert into dataset_leads (organization_id, dataset_id, lead_id)
      values (${organization.id}, ${dataset!.id}, ${lead})`
    expect((await b.pull())[0]!.granted).toEqual([lead])
    await backend.sql`delete from dataset_leads where lead_id = ${lead}`
    expect((await b.pull())[0]!.revoked).toEqual([{ lead_id: lead, owner_id: ann.id, at: null }])
  })

  test('in the middle of a first sync ends up where it belongs', async () => {
    for (const receiver of [ann, bob]) {
      await give(receiver === ann ? bob.id : ann.id)
      const replica = new Replica(receiver.client, 2)
      let moved = false
      await replica.pull(async () => {
        if (!moved) await give(receiver.id)
        moved = true
      })
      expect([receiver === ann, holds(replica)]).toEqual([receiver === ann, ALL])
      const losing = new Replica(receiver.client, 2)
      moved = false
      await losing.pull(async () => {
        if (!moved) await give(manager.id)
        moved = true
      })
      expect(holds(losing)).toEqual(NOTHING)
    }
  })
})

describe('a deleted row', () => {
  test('tells those who could see its lead, and nobody else', async () => {
    const [note] = await backend.sql<{ id: string }[]>`
      insert into notes (organization_id, lead_id, body) values (${organization.id}, ${lead}, 'x') returning id`
    const [a, b] = await Promise.all([replicaOf(ann), replicaOf(bob)])
    await backend.sql`delete from notes where id = ${note!.id}`
    expect((await a.pull())[0]!.deleted).toEqual([{ table: 'notes', id: note!.id }])
    expect((await b.pull())[0]!.deleted).toEqual([])
  })

  test('stands for its whole subtree when it is a lead', async () => {
    const [a, b] = await Promise.all([replicaOf(ann), replicaOf(bob)])
    await backend.sql`delete from leads where id = ${lead}`
    expect((await a.pull())[0]).toMatchObject({ deleted: [{ table: 'leads', id: lead }], revoked: [] })
    expect((await b.pull())[0]).toMatchObject({ deleted: [], revoked: [] })
    expect(holds(a)).toEqual(NOTHING)
  })

  test('is revoked from who had lost sight of it before', async () => {
    const a = await replicaOf(ann)
    await give(bob.id)
    await backend.sql`delete from leads where id = ${lead}`
    expect((await a.pull())[0]).toMatchObject({ deleted: [], revoked: [{ lead_id: lead, owner_id: null }] })
    expect(holds(a)).toEqual(NOTHING)
  })

  test('tells everybody when it belongs to the whole organisation', async () => {
    const [tag] = await backend.sql<{ id: string }[]>`
      insert into tags (organization_id, name) values (${organization.id}, 'vip') returning id`
    const b = await replicaOf(bob)
    await backend.sql`delete from tags where id = ${tag!.id}`
    expect((await b.pull())[0]!.deleted).toEqual([{ table: 'tags', id: tag!.id }])
  })
})
