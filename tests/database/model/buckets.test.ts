import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { become, refusalOf, undone } from './as-member.ts'
import { fillOrganization } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
let globex: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
  globex = await fillOrganization(backend, 'Globex')
})
afterAll(() => backend.close())

/** The files that a member sees, of those that both organisations have. */
function filesSeenBy(userId: string): Promise<string[]> {
  return undone(backend.sql, async (sql) => {
    const attachment = await sql<{ path: string }[]>`select path from attachments where lead_id = ${acme.leadId}`
    const files: [bucket: string, name: string][] = [
      ['csv_uploads', `${acme.id}/${acme.members.sales_rep.id}/leads.csv`],
      ['csv_uploads', `${globex.id}/${globex.members.sales_rep.id}/leads.csv`],
      ['exports', `${acme.id}/${acme.members.sales_rep.id}/deals.csv`],
      ['attachments', attachment[0]!.path],
      ['client_logos', `${acme.id}/logo.png`],
    ]
    for (const [bucket_id, name] of files) await sql`insert into storage.objects ${sql({ bucket_id, name })}`
    await sql`grant usage on schema storage to authenticated`
    await sql`grant select on storage.objects to authenticated`
    await become(sql, userId)
    const seen = await sql<{ file: string }[]>`select bucket_id as file from storage.objects order by 1`
    return seen.map((row) => row.file)
  })
}

describe('the buckets', () => {
  test('are those of the seeds and one for attachments', async () => {
    const buckets = await backend.sql`select id, public from storage.buckets order by 1`
    expect([...buckets]).toEqual([
      { id: 'attachments', public: false },
      { id: 'client_logos', public: true },
      { id: 'csv_uploads', public: false },
      { id: 'exports', public: false },
    ])
  })

  test('show an organisation’s files to its members, by what each of them may see', async () => {
    const { members } = acme
    expect(await filesSeenBy(members.sales_rep.id)).toEqual(['attachments', 'client_logos', 'csv_uploads', 'exports'])
    expect(await filesSeenBy(members.manager.id)).toEqual(['attachments', 'client_logos', 'csv_uploads'])
    expect(await filesSeenBy(globex.members.owner.id)).toEqual(['csv_uploads'])
  })

  test('take files into the own folder only, and none from a viewer', async () => {
    const add = (userId: string, bucket_id: string, name: string): Promise<unknown> =>
      undone(backend.sql, async (sql) => {
        await sql`grant usage on schema storage to authenticated`
        await sql`grant insert on storage.objects to authenticated`
        await become(sql, userId)
        await sql`insert into storage.objects ${sql({ bucket_id, name })}`
      })
    const { sales_rep, viewer, owner } = acme.members
    expect(await refusalOf(add(sales_rep.id, 'csv_uploads', `${acme.id}/${sales_rep.id}/a.csv`))).toBeNull()
    expect(await refusalOf(add(owner.id, 'client_logos', `${acme.id}/logo.png`))).toBeNull()
    const refused: [string, string, string][] = [
      [sales_rep.id, 'csv_uploads', `${globex.id}/${sales_rep.id}/a.csv`],
      [sales_rep.id, 'csv_uploads', `${acme.id}/${owner.id}/a.csv`],
      [sales_rep.id, 'client_logos', `${acme.id}/logo.png`],
      [sales_rep.id, 'secrets', `${acme.id}/a`],
      [viewer.id, 'exports', `${acme.id}/${viewer.id}/a.csv`],
    ]
    for (const attempt of refused) expect(await refusalOf(add(...attempt))).toMatchObject({ code: '42501' })
  })
})
