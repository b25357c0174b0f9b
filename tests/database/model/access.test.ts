import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TransactionSql } from 'postgres'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import type { Role } from '#shared/domain/vocabulary.ts'
import { startDatabase } from '#tests/support/database.ts'
import { asMember, become, refusalOf, undone } from './as-member.ts'
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

/** Tables that no member reads: only the server does. */
const CLOSED = ['channel_credentials', 'dead_letters', 'dispatch_queue', 'integration_events', 'rate_counters']

/** Tables that not every member reads, and the columns that some tables show. */
const READERS: Record<string, Role[]> = {
  audit_logs: ['owner', 'admin'],
  user_invitations: ['owner', 'admin'],
  // The filling makes these the rep's own.
  notification_preferences: ['sales_rep'],
  followers: ['sales_rep'],
  mentions: ['sales_rep'],
  // Of nobody: seen by those who see all.
  imports: ['owner', 'admin', 'manager', 'viewer'],
  datasets: ['owner', 'admin', 'manager', 'viewer'],
}

interface Relation {
  name: string
  readable: boolean
}

function tables(): Promise<Relation[]> {
  return backend.sql<Relation[]>`
    select c.relname as name, has_any_column_privilege('authenticated', c.oid, 'select') as readable
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`
}

/** How many rows of a table each organisation shows to a member. */
async function visible(member: TransactionSql, table: string): Promise<Record<string, number>> {
  const rows = await member<{ organization_id: string; n: number }[]>`
    select organization_id, count(*)::int as n from ${member(table)} group by 1`
  return Object.fromEntries(rows.map((row) => [row.organization_id, row.n]))
}

describe('reading', () => {
  test('the server’s own tables are closed to every member', async () => {
    const closed = (await tables()).filter(({ readable }) => !readable).map(({ name }) => name)
    expect(closed).toEqual(CLOSED)
    for (const role of ROLES) {
      for (const table of CLOSED) {
        const refusal = await refusalOf(
          asMember(backend.sql, acme.members[role].id, (member) => visible(member, table)),
        )
        expect([role, table, refusal?.code]).toEqual([role, table, '42501'])
      }
    }
  })

  test.each(ROLES)('a member who is %s reads the own organisation’s rows and no other’s', async (role) => {
    const open = (await tables()).filter(({ readable }) => readable)
    await asMember(backend.sql, acme.members[role].id, async (member) => {
      for (const { name } of open) {
        const rows = await visible(member, name)
        const expected = READERS[name]?.includes(role) ?? true
        expect([name, Object.keys(rows)]).toEqual([name, expected ? [acme.id] : []])
      }
    })
  })

  test('a rep sees the rows of own leads and not those of a colleague’s', async () => {
    const perLead = await backend.sql<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'lead_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped
        and has_any_column_privilege('authenticated', c.oid, 'select')`
    for (const { name } of perLead) {
      const seen = await undone(backend.sql, async (transaction) => {
        // The same row, of the manager's lead: only whose lead it is differs.
        await transaction`set local session_replication_role = replica`
        const moved = await transaction`
          update ${transaction(name)} set lead_id = ${acme.hiddenLeadId}
          where lead_id = ${acme.leadId} and organization_id = ${acme.id} returning 1`
        await transaction`set local session_replication_role = origin`
        await become(transaction, acme.members.sales_rep.id)
        const rows = await transaction`
          select 1 from ${transaction(name)} where lead_id = ${acme.hiddenLeadId}`
        return { moved: moved.length > 0, rows: rows.length }
      })
      expect([name, seen]).toEqual([name, { moved: true, rows: 0 }])
    }
  })

  test('personal rows are their owner’s, a shared view everyone’s', async () => {
    const views = await asMember(backend.sql, acme.members.owner.id, (m) => m`select name from saved_views`)
    expect(views.map((row) => String(row['name']))).toEqual(['Ours'])
    const own = await asMember(
      backend.sql,
      acme.members.sales_rep.id,
      (m) => m`select name from saved_views order by 1`,
    )
    expect(own.map((row) => String(row['name']))).toEqual(['Mine', 'Ours'])
  })

  test('nobody reads the hash of an invitation’s token', async () => {
    for (const table of ['client_invitations', 'user_invitations']) {
      const refusal = await refusalOf(
        asMember(backend.sql, acme.members.owner.id, (m) => m`select token_hash from ${m(table)}`),
      )
      expect([table, refusal?.code]).toEqual([table, '42501'])
    }
  })

  test('a suspended member reads nothing', async () => {
    const open = (await tables()).filter(({ readable }) => readable)
    const seen = await undone(backend.sql, async (transaction) => {
      await transaction`update profiles set status = 'suspended' where id = ${acme.members.owner.id}`
      await become(transaction, acme.members.owner.id)
      const rows: Record<string, number>[] = []
      for (const { name } of open) rows.push(await visible(transaction, name))
      return rows
    })
    expect(seen).toEqual(open.map(() => ({})))
  })
})

describe('writing', () => {
  /** Runs `work` as sync_push's role on behalf of a member, with the table rights that a mutation would have. */
  function asPush<T>(userId: string, work: (push: TransactionSql) => Promise<T>): Promise<T> {
    return undone(backend.sql, async (transaction) => {
      await transaction`grant insert, update, delete on all tables in schema public to leadline_sync`
      await become(transaction, userId, 'leadline_sync')
      return work(transaction)
    })
  }

  /** How many rows a statement of a mutation touches; none when it is refused. */
  async function rowsTouched(
    userId: string,
    statement: (push: TransactionSql) => Promise<{ count: number }>,
  ): Promise<number> {
    let count = 0
    const refusal = await refusalOf(
      asPush(userId, async (push) => {
        ;({ count } = await statement(push))
      }),
    )
    expect([undefined, '42501']).toContain(refusal?.code)
    return refusal ? 0 : count
  }

  test('no member writes any table directly', async () => {
    const writable = await backend.sql`
      select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm')
        and has_table_privilege('authenticated', c.oid, 'insert, update, delete, truncate')`
    expect([...writable]).toEqual([])
  })

  test.each(ROLES)('what a mutation of a member who is %s changes stays in the organisation', async (role) => {
    for (const { name } of await tables()) {
      if (name === 'organizations') continue
      const touched = await rowsTouched(
        acme.members[role].id,
        (push) => push`update ${push(name)} set organization_id = organization_id where organization_id = ${globex.id}`,
      )
      expect([name, touched]).toEqual([name, 0])
    }
    const renamed = await rowsTouched(acme.members[role].id, (push) => push`update organizations set name = 'Mine'`)
    expect(renamed).toBe(role === 'owner' || role === 'admin' ? 1 : 0)
  })

  test('a viewer’s mutation changes nothing at all', async () => {
    const { id } = acme.members.viewer
    for (const { name } of await tables()) {
      if (name === 'organizations') continue
      const updated = await rowsTouched(id, (push) => push`update ${push(name)} set organization_id = organization_id`)
      const deleted = await rowsTouched(id, (push) => push`delete from ${push(name)}`)
      expect([name, updated, deleted]).toEqual([name, 0, 0])
    }
  })

  /** Tables that not everyone who writes may write, and who may. */
  const WRITERS: Record<string, Role[]> = {
    brands: ['owner', 'admin'],
    channels: ['owner', 'admin'],
    pipeline_stages: ['owner', 'admin'],
    pipelines: ['owner', 'admin'],
    profiles: ['owner', 'admin'],
    campaign_settings: ['owner', 'admin', 'manager'],
    campaign_steps: ['owner', 'admin', 'manager'],
    campaigns: ['owner', 'admin', 'manager'],
    channel_configurations: ['owner', 'admin'],
    consent_changes: [],
    content_collections: ['owner', 'admin', 'manager'],
    form_submissions: [],
    forms: ['owner', 'admin', 'manager'],
    holidays: ['owner', 'admin'],
    insights: ['owner', 'admin'],
    keyword_actions: ['owner', 'admin', 'manager'],
    lessons: ['owner', 'admin'],
    message_templates: ['owner', 'admin', 'manager'],
    products: ['owner', 'admin', 'manager'],
    prompt_versions: ['owner', 'admin'],
    prompts: ['owner', 'admin'],
    territories: ['owner', 'admin', 'manager'],
    workflow_runs: [],
    workflows: ['owner', 'admin'],
  }

  test('what only some may write, only they may', async () => {
    for (const [table, writers] of Object.entries(WRITERS)) {
      const able: Role[] = []
      for (const role of ROLES) {
        const touched = await rowsTouched(
          acme.members[role].id,
          (push) => push`update ${push(table)} set organization_id = organization_id`,
        )
        if (touched > 0) able.push(role)
      }
      expect([table, able]).toEqual([table, writers])
    }
  })

  test('a permission given to a person opens what the role does not', async () => {
    await undone(backend.sql, async (transaction) => {
      const rep = acme.members.sales_rep.id
      await transaction`grant update on lessons, workflows to leadline_sync`
      await transaction`update profiles set can_edit_lessons = true, can_push_automations = true where id = ${rep}`
      await become(transaction, rep, 'leadline_sync')
      expect((await transaction`update lessons set priority = 2`).count).toBe(1)
      expect((await transaction`update workflows set description = 'x'`).count).toBe(1)
    })
  })

  test('a predefined campaign is switched off, and otherwise locked', async () => {
    const manager = acme.members.manager.id
    const [{ n }] = (await asPush(
      manager,
      (push) => push`
      with off as (update campaigns set is_active = false where is_predefined returning 1)
      select count(*)::int as n from off`,
    )) as unknown as [{ n: number }]
    expect(n).toBe(14)
    const rename = asPush(manager, (push) => push`update campaigns set name = 'Mine' where is_predefined`)
    expect(await refusalOf(rename)).toMatchObject({ code: '23001' })
    const removal = asPush(manager, (push) => push`delete from campaigns where is_predefined`)
    expect(await refusalOf(removal)).toMatchObject({ code: '23001' })
    const steps = await asPush(
      manager,
      (push) => push`
      update campaign_steps s set message_template = 'Buy now' from campaigns c
      where c.id = s.campaign_id and c.is_predefined returning 1`,
    )
    expect(steps).toHaveLength(0)
  })
})
