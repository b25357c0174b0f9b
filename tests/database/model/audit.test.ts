import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransactionSql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { undone } from './as-member.ts'
import { fillOrganization, say } from './filled-organization.ts'
import type { FilledOrganization } from './filled-organization.ts'

let backend: LocalSupabase
let acme: FilledOrganization
beforeAll(async () => {
  backend = await startDatabase()
  acme = await fillOrganization(backend, 'Acme')
})
afterAll(() => backend.close())

/** What the trail has to say of a record, oldest first. */
function trailOf(sql: TransactionSql, record: string): Promise<Record<string, unknown>[]> {
  return sql`select action, table_name, user_id, old_data, new_data from audit_logs
    where record_id = ${record} order by id`.then((rows) => [...rows])
}

describe('the audit trail', () => {
  test('keeps who changed what, from what to what', async () => {
    await undone(backend.sql, async (sql) => {
      const rep = acme.members.sales_rep.id
      await sql`select set_config('request.jwt.claim.sub', ${rep}, true)`
      const [note] = await sql<{ id: string }[]>`
        insert into notes (lead_id, body) values (${acme.leadId}, 'Red') returning id`
      await sql`update notes set body = 'Blue', is_pinned = true where id = ${note!.id}`
      await sql`delete from notes where id = ${note!.id}`
      const [made, changed, gone] = await trailOf(sql, note!.id)
      expect(made).toMatchObject({ action: 'INSERT', user_id: rep, old_data: null, new_data: { body: 'Red' } })
      expect(changed).toEqual({
        action: 'UPDATE',
        table_name: 'notes',
        user_id: rep,
        old_data: { body: 'Red', is_pinned: false },
        new_data: { body: 'Blue', is_pinned: true },
      })
      expect(gone).toMatchObject({ action: 'DELETE', old_data: { body: 'Blue' }, new_data: null })
    })
  })

  test('says nothing of counters, previews and scores', async () => {
    await undone(backend.sql, async (sql) => {
      await sql`delete from audit_logs`
      await say(sql, acme, 'inbound')
      await sql`update conversations set waiting_since = now() where id = ${acme.conversationId}`
      await sql`update leads set latest_reply = 'x' where id = ${acme.leadId}`
      const rows = await sql`select table_name, new_data from audit_logs
        where table_name in ('leads', 'conversations')`
      expect([...rows]).toEqual([])
    })
  })

  test('keeps no secret, nor what one could be tried against', async () => {
    await undone(backend.sql, async (sql) => {
      await sql`insert into user_invitations (organization_id, email, token_hash)
        values (${acme.id}, 'eve@example.test', 'c0ffee')`
      await sql`update organizations set automation_urls = '{"reply_webhook": "https://hooks.test/s3cret"}'`
      const [leak] = await sql`select count(*)::int as n from audit_logs a
        where concat(a.old_data, a.new_data) ~ 'c0ffee|s3cret|token_hash|ciphertext'`
      expect(leak).toEqual({ n: 0 })
    })
  })

  test('of an organisation that goes says so once, not for every row of it', async () => {
    await undone(backend.sql, async (sql) => {
      const [organization] = await sql<{ id: string }[]>`
        insert into organizations (name, slug) values ('Fleeting', 'fleeting') returning id`
      await sql`insert into leads (organization_id, first_name) values (${organization!.id}, 'Bob')`
      await sql`delete from organizations where id = ${organization!.id}`
      const rows = await sql`select table_name from audit_logs
        where organization_id = ${organization!.id} and action = 'DELETE'`
      expect(rows.map((row) => String(row['table_name']))).toEqual(['organizations'])
    })
  })

  test('follows every table of the business that members change', async () => {
    const followed = await backend.sql<{ name: string }[]>`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audit') order by 1`
    // What is a log of its own, written by the server, or somebody's private affair.
    expect(followed.map((row) => row.name)).toEqual([
      'attachments',
      'audit_logs',
      'channel_credentials',
      'consent_changes',
      'conversation_reads',
      'dataset_leads',
      'dead_letters',
      'dispatch_queue',
      'escalations',
      'followers',
      'form_submissions',
      'hot_acknowledgements',
      'hot_events',
      'integration_events',
      'mentions',
      'messages',
      'notification_preferences',
      'prompt_versions',
      'rate_counters',
      'saved_views',
      'stage_changes',
      'touchpoint_sessions',
      'workflow_runs',
    ])
  })
})
