import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { applyMigrations } from '#build/local-supabase/migrate.ts'
import { startTestBackend } from '#build/local-supabase/test-backend.ts'
import { MIGRATIONS, createConversation, createLead, createOrganization, joinAs } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { Replica } from '#tests/support/replica.ts'

let backend: LocalSupabase
let empty: string
let migrator: Sql
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'no-migrations-'))
  backend = await startTestBackend({ migrationsDir: empty })
  // What the role `postgres` of a hosted project may do. Its leave to put triggers on auth.users and policies on
  // realtime.messages and the tables of Storage comes from the platform there, from grants and ownership here.
  await backend.sql.unsafe(`
    create role hosted login nosuperuser createrole bypassrls;
    grant anon, authenticated, service_role to hosted with admin option;
    grant create on database postgres to hosted;
    alter schema public owner to hosted;
    drop schema if exists supabase_migrations cascade;
    grant usage on schema auth, extensions, realtime to hosted;
    grant select, references, trigger on auth.users to hosted;
    alter table realtime.messages owner to hosted;
    do $$
    declare
      relation regclass;
    begin
      for relation in select c.oid from pg_class c where c.relnamespace = to_regnamespace('storage') and c.relkind = 'r'
      loop
        execute format('grant usage on schema storage to hosted; alter table %s owner to hosted', relation);
      end loop;
    end $$`)
  const url = new URL(backend.databaseUrl)
  url.username = 'hosted'
  migrator = postgres(url.href, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await migrator.end()
  await backend.close()
  await rm(empty, { recursive: true, force: true })
})

describe('on a hosted project, whose postgres is no superuser', () => {
  test('migrations apply, and pull, push and pokes work', async () => {
    await applyMigrations(migrator, MIGRATIONS)
    const organization = await createOrganization(migrator, 'Acme')
    const rep = await joinAs(backend, organization.id, 'sales_rep')
    const lead = await createLead(migrator, organization)
    const conversation = await createConversation(migrator, organization, lead)
    const replica = new Replica(rep.client)
    await replica.pull()
    await backend.sql`delete from realtime.messages`

    const desk = new Pusher(rep.client)
    const message_id = crypto.randomUUID()
    expect(await desk.send('lead.claim', { lead_id: lead })).toMatchObject({ result: 'applied' })
    expect(await desk.send('message.send', { message_id, conversation_id: conversation, body: 'Hi' })).toMatchObject({
      result: 'applied',
    })
    await replica.pull()
    expect(replica.get('messages', message_id)).toMatchObject({ body: 'Hi' })
    expect(replica.get('leads', lead)).toMatchObject({ owner_id: rep.id, message_count: 1 })
    expect(await backend.sql`select from realtime.messages where event = 'poke'`).toHaveLength(2)
  })
})
