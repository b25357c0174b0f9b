import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Member, Organization } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'

let backend: LocalSupabase
let organization: Organization
let author: Member
let colleague: Member
let viewer: Member
let stranger: Member
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  const other = await createOrganization(backend.sql, 'Other')
  author = await joinAs(backend, organization.id, 'manager')
  colleague = await joinAs(backend, organization.id, 'sales_rep')
  viewer = await joinAs(backend, organization.id, 'viewer')
  stranger = await joinAs(backend, other.id, 'admin')
})
afterAll(() => backend.close())

let leadId: string
let desk: Pusher
beforeEach(async () => {
  leadId = await createLead(backend.sql, organization, { owner_id: colleague.id })
  desk = new Pusher(author.client)
})

const naming = (...people: { id: string }[]) => people.map(({ id }) => `<@${id}|Somebody>`).join(' and ')

async function write(body: string): Promise<string> {
  const note_id = randomUUID()
  const note = { note_id, lead_id: leadId, title: null, body, type: 'general' }
  expect(await desk.send('note.create', note)).toMatchObject({ result: 'applied' })
  return note_id
}

const mentionedIn = async (noteId: string) =>
  (await backend.sql`select user_id, mentioned_by, lead_id, read_at from mentions where note_id = ${noteId}`).map(
    (row) => ({ ...row }),
  )

describe('a note that names colleagues', () => {
  test('mentions them, by whom, unread', async () => {
    const note = await write(`Ask ${naming(colleague)}, ${naming(colleague)}!`)
    expect(await mentionedIn(note)).toEqual([
      { user_id: colleague.id, mentioned_by: author.id, lead_id: leadId, read_at: null },
    ])
    const { data } = await colleague.client.from('mentions').select('id').eq('note_id', note)
    expect(data).toHaveLength(1)
  })

  test('mentions neither its author, nor viewers, nor those who were suspended', async () => {
    const gone = await joinAs(backend, organization.id, 'sales_rep')
    await backend.sql`update profiles set status = 'suspended' where id = ${gone.id}`
    expect(await mentionedIn(await write(naming(author, viewer, gone)))).toEqual([])
  })

  test('mentions nobody of another organisation, nor anybody who is not there', async () => {
    const note = await write(`${naming(stranger, { id: randomUUID() })} <@x|y> <@${colleague.id}> @${colleague.id}`)
    expect(await mentionedIn(note)).toEqual([])
    const { data } = await stranger.client.from('mentions').select('id').eq('lead_id', leadId)
    expect(data).toEqual([])
  })

  test('shows nothing of a lead to whoever may not see it, until they may', async () => {
    const outsider = await joinAs(backend, organization.id, 'sales_rep')
    const note = await write(naming(outsider))
    const seen = async () => (await outsider.client.from('mentions').select('id').eq('note_id', note)).data
    const notes = async () => (await outsider.client.from('notes').select('id').eq('id', note)).data
    expect([await seen(), await notes()]).toEqual([[], []])
    await backend.sql`update leads set owner_id = ${outsider.id} where id = ${leadId}`
    expect(await seen()).toHaveLength(1)
  })

  test('follows its text: who is named later is mentioned, who is no longer named is not, who has read it has', async () => {
    const other = await joinAs(backend, organization.id, 'manager')
    const body = naming(colleague)
    const note_id = await write(body)
    await backend.sql`update mentions set read_at = now() where note_id = ${note_id}`
    const both = naming(colleague, other)
    await desk.send('note.edit', { note_id, set: { body: both }, base: { body } })
    const rows = await mentionedIn(note_id)
    expect(new Set(rows.map(({ user_id }) => user_id as string))).toEqual(new Set([colleague.id, other.id]))
    expect(rows.find(({ user_id }) => user_id === colleague.id)!.read_at).not.toBeNull()
    await desk.send('note.edit', { note_id, set: { body: naming(other) }, base: { body: both } })
    expect(await mentionedIn(note_id)).toMatchObject([{ user_id: other.id }])
    await desk.send('note.delete', { note_id })
    expect(await mentionedIn(note_id)).toEqual([])
  })

  test('mentions at most 50', async () => {
    await backend.sql`
      insert into auth.users (id, email) select gen_random_uuid(), 'm' || n || '@many.test' from generate_series(1, 60) n`
    const people = await backend.sql<{ id: string }[]>`
      update profiles set organization_id = ${organization.id}, role = 'sales_rep' where email like '%@many.test'
      returning id`
    expect(people).toHaveLength(60)
    expect(await mentionedIn(await write(naming(...people)))).toHaveLength(50)
  })
})

test('a mention is read by the one who is mentioned', async () => {
  const note = await write(naming(colleague))
  const [mention] = await backend.sql`select id from mentions where note_id = ${note}`
  const read = { mention_id: mention!.id as string, set: { read_at: Date.now() }, base: { read_at: null } }
  expect(await desk.send('mention.read', read)).toMatchObject({ code: 'forbidden' })
  expect(await new Pusher(colleague.client).send('mention.read', read)).toMatchObject({ result: 'applied' })
})
