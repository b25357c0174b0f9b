import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { startDatabase } from '#tests/support/database.ts'
import { Pusher } from '#tests/support/pusher.ts'
import { Replica } from '#tests/support/replica.ts'
import { fillOrganization } from './model/filled-organization.ts'
import type { FilledOrganization } from './model/filled-organization.ts'
import { violationOf } from './model/violations.ts'

let backend: LocalSupabase
let filled: FilledOrganization
/** An integration: it writes tables over REST, past row level security. */
let service: SupabaseClient
let manager: Pusher
beforeAll(async () => {
  backend = await startDatabase()
  filled = await fillOrganization(backend, 'Acme')
  service = createClient(backend.url, backend.serviceRoleKey, { auth: { persistSession: false } })
  manager = new Pusher(filled.members.manager.client)
})
afterAll(() => backend.close())

const MEGABYTE = 'x'.repeat(1_000_000)

interface Answer {
  status: number
  code: string | undefined
  message: string | undefined
}

/** What an update of the filled lead, or of another row, comes back with. */
async function updated(table: string, values: object, id = filled.leadId): Promise<Answer> {
  const { status, error } = await service.from(table).update(values).eq('id', id)
  return { status, code: error?.code, message: error?.message }
}

/** A column of the filled lead as a desktop receives it. */
async function pulled(column: string): Promise<unknown> {
  const replica = new Replica(filled.members.manager.client)
  await replica.pull()
  return replica.get('leads', filled.leadId)?.[column]
}

describe('a value that violates a check constraint', () => {
  interface Check {
    name: string
    relation: string
    definition: string
  }

  /** Where something else stands before the check, and what comes back then. */
  const EARLIER: Record<string, Omit<Answer, 'message'>> = {
    // A message is append-only, an enrolment's day only grows.
    messages_content_type_check: { status: 400, code: '23001' },
    messages_direction_check: { status: 400, code: '23001' },
    messages_platform_check: { status: 400, code: '23001' },
    messages_sender_type_check: { status: 400, code: '23001' },
    messages_step_check: { status: 400, code: '23001' },
    messages_times_check: { status: 400, code: '23001' },
    campaign_enrollments_last_message_day_check: { status: 400, code: '23514' },
    // A step takes its organisation from its parent, and these have none.
    campaign_steps_delay_hours_check: { status: 400, code: '23502' },
    campaign_steps_parent_check: { status: 400, code: '23502' },
    campaign_steps_step_check: { status: 400, code: '23502' },
    // The lifecycle of an enrolment sets these itself, to what is right.
    campaign_enrollments_completed_at_check: { status: 204, code: undefined },
    campaign_enrollments_next_due_at_check: { status: 204, code: undefined },
    // Nothing but updated_at, and a name that follows from its parts.
    channel_credentials_times_check: { status: 204, code: undefined },
    organization_settings_times_check: { status: 204, code: undefined },
    leads_full_name_check: { status: 204, code: undefined },
  }

  /** The violating values as JSON, of a row that exists, and the row's key. */
  async function violation({ name, relation, definition }: Check): Promise<{ values: object; key: object }> {
    const assignments = (violationOf(name, definition) ?? '').split(/, (?=\w+ = )/)
    const columns = await backend.sql<{ name: string; type: string; is_key: boolean }[]>`
      select a.attname as name, format_type(a.atttypid, null) as type, coalesce(a.attnum = any (i.indkey), false) as is_key
      from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
      where a.attrelid = ${relation}::regclass and a.attnum > 0 and not a.attisdropped`
    const typeOf = new Map(columns.map(({ name: column, type }) => [column, type]))
    const values = assignments.map((assignment) => {
      const [, column, value] = /^(\w+) = (.*)$/s.exec(assignment)!
      return `'${column}', to_json((${value})::${typeOf.get(column!)})`
    })
    const key = columns.filter(({ is_key }) => is_key).map(({ name: column }) => `'${column}', ${column}::text`)
    const [row] = await backend.sql.unsafe<{ values: object; key: object }[]>(
      `select json_build_object(${values.join()}) as values, json_build_object(${key.join()}) as key from ${relation} limit 1`,
    )
    return row!
  }

  test('is refused over REST with 400, 23514 and the name of the constraint', async () => {
    const checks = await backend.sql<Check[]>`
      select k.conname as name, k.conrelid::regclass::text as relation, pg_get_constraintdef(k.oid) as definition
      from pg_constraint k where k.contype = 'c' and k.connamespace = 'public'::regnamespace order by 2, 1`
    const answers: Record<string, Omit<Answer, 'message'>> = {}
    for (const check of checks) {
      const { values, key } = await violation(check)
      const { status, error } = await service.from(check.relation).update(values).match(key)
      const isNamed = error?.code !== '23514' || error.message.includes(check.name) || check.name in EARLIER
      answers[check.name] = { status, code: isNamed ? error?.code : error?.message }
    }
    const expected = checks.map(({ name }) => [name, EARLIER[name] ?? { status: 400, code: '23514' }])
    expect(answers).toEqual(Object.fromEntries(expected))
  })
})

describe('a change that cannot be', () => {
  const note = (fields: object) => ({
    note_id: randomUUID(),
    lead_id: filled.leadId,
    title: null,
    body: 'Hello',
    type: 'general',
    ...fields,
  })

  test.each([
    ['no text', { body: null }],
    ['a number for text', { body: 5 }],
    ['an object for text', { body: {} }],
    ['a megabyte', { body: MEGABYTE }],
    ['a title of a megabyte', { title: MEGABYTE }],
    ['a word of no set', { type: 'no such word' }],
    ['an id that is none', { note_id: 'x' }],
    ['no lead', { lead_id: null }],
  ])('of %s is rejected as invalid_input', async (_what, fields) => {
    expect(await manager.send('note.create', note(fields))).toMatchObject({ result: 'rejected', code: 'invalid_input' })
  })

  test.each([[[]], ['x'], [5], [null]])('with %j for arguments is rejected as invalid_input', async (args) => {
    expect(await manager.send('note.create', args)).toMatchObject({ result: 'rejected', code: 'invalid_input' })
  })

  test('with text that no database can hold fails as a whole, with the code of what is wrong', async () => {
    await expect(manager.send('note.create', note({ body: 'a\0b' }))).rejects.toMatchObject({ code: '22P05' })
    await expect(manager.send('note.create', note({ body: 'a\ud800b' }))).rejects.toMatchObject({ code: '22P02' })
  })

  test('nests deeply and is refused with a code, and the next one is answered', async () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
    for (const depth of [33, 1_000, 2_000]) {
      const outcome = await manager.send('saved_view.create', {
        saved_view_id: randomUUID(),
        name: 'Deep',
        kind: 'leads',
        sort: nested(depth),
      })
      expect([depth, outcome]).toMatchObject([depth, { result: 'rejected', code: 'invalid_input' }])
    }
    // More than PostgreSQL's parser takes: no function of ours is asked.
    const call = await fetch(`${backend.url}/rest/v1/rpc/sync_push`, {
      method: 'POST',
      headers: {
        apikey: backend.serviceRoleKey,
        authorization: `Bearer ${backend.serviceRoleKey}`,
        'content-type': 'application/json',
      },
      body: `{"p_client": "${randomUUID()}", "p_mutations": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    })
    expect(await call.json()).toMatchObject({ code: '54001' })
    expect(await manager.send('note.create', note({}))).toMatchObject({ result: 'applied' })
  })
})

describe('a call', () => {
  const client = randomUUID()
  test.each([
    ['sync_push', { p_client: 'x', p_mutations: [] }, 400, '22P02'],
    ['sync_push', { p_client: null, p_mutations: [] }, 400, '22023'],
    ['sync_push', { p_client: client, p_mutations: {} }, 400, '22023'],
    ['sync_push', { p_client: client, p_mutations: [5] }, 400, '22023'],
    ['sync_push', { p_client: client, p_mutations: Array.from({ length: 33 }, () => ({})) }, 400, '22023'],
    ['sync_pull', {}, 404, 'PGRST202'],
    ['sync_backfill', { p_lead_ids: ['x'], p_position: null, p_budget: {} }, 400, '22P02'],
    ['calculate_lead_score', { lead_uuid: 'x' }, 400, '22P02'],
    ['get_analytics', { name: 'no such view' }, 400, '22023'],
    ['get_analytics', { name: 'deal_metrics', since: '2026-02-30' }, 400, '22008'],
    ['get_analytics', { name: 'deal_metrics', until: '5874897-12-31' }, 400, '22008'],
    ['create_user_invitation', { p_email: 'a\0', p_role: 'viewer' }, 400, '22P05'],
  ])('of %s with %j is answered with %d, %s', async (name, args, status, code) => {
    const answer = await filled.members.manager.client.rpc(name, args)
    expect({ status: answer.status, code: answer.error?.code }).toEqual({ status, code })
  })

  test.each([
    ['sync_pull', { p_cursor: 5, p_budget: null }],
    ['sync_pull', { p_cursor: { snapshot: 'a', position: 'b' }, p_budget: { rows: 'many' } }],
    ['sync_backfill', { p_lead_ids: null, p_position: 'x', p_budget: 5 }],
    ['sync_history', { p_conversation_id: null, p_before: null, p_limit: -1 }],
  ])('of %s with a cursor of nobody (%j) is told to start over', async (name, args) => {
    const { data } = await filled.members.manager.client.rpc(name, args)
    expect(data).toMatchObject({ tables: [] })
  })

  test('that searches for what would be a wildcard, or for a megabyte, finds nothing', async () => {
    for (const p_search_term of ['%', '_', '\\', MEGABYTE]) {
      const args = { p_channel_id: filled.channelId, p_search_term }
      const { data, error } = await filled.members.manager.client.rpc('get_contacts_for_channel', args)
      expect({ error, data }).toEqual({ error: null, data: [] })
    }
  })
})

describe('text', () => {
  test.each([
    '👩‍👩‍👧‍👦',
    'مرحبا بالعالم',
    'e\u0301',
    '\u202eabc',
    '𠜎𠜱',
    '\u0001\u007f',
    '\ufeff',
    "'; drop table leads; --",
  ])('of any script comes back as it was: %j', async (body) => {
    const note_id = randomUUID()
    const args = { note_id, lead_id: filled.leadId, title: body, body, type: 'general' }
    expect(await manager.send('note.create', args)).toMatchObject({ result: 'applied' })
    const replica = new Replica(filled.members.manager.client)
    await replica.pull()
    expect(replica.get('notes', note_id)).toMatchObject({ title: body, body })
  })

  test('of a megabyte is refused where an index would have to hold it', async () => {
    for (const values of [{ tags: [MEGABYTE] }, { first_name: MEGABYTE }, { ecommerce_customer_id: MEGABYTE }]) {
      expect(await updated('leads', values)).toMatchObject({ status: 400, code: '23514' })
    }
    expect(await updated('leads', { conversation_summary: MEGABYTE })).toMatchObject({ status: 204 })
    expect(await pulled('conversation_summary')).toHaveLength(MEGABYTE.length)
  })

  test('with a NUL is refused', async () => {
    expect(await updated('leads', { first_name: 'a\0b' })).toMatchObject({ status: 400, code: '22021' })
  })
})

describe('money', () => {
  const LARGEST = 2n ** 63n - 1n

  test('at the edge of 64 bits arrives and adds up to the last unit', async () => {
    await backend.sql`update deals set value_minor = ${String(LARGEST)} where organization_id = ${filled.id}`
    await backend.sql`
      insert into deals (organization_id, lead_id, name, value_minor, currency, stage_id)
      select organization_id, lead_id, 'Again', value_minor, currency, stage_id from deals
      where organization_id = ${filled.id}`
    const replica = new Replica(filled.members.manager.client)
    await replica.pull()
    const values = replica.rows('deals').map((deal) => BigInt(String(deal.value_minor)))
    expect(values.length).toBeGreaterThan(1)
    expect(new Set(values)).toEqual(new Set([LARGEST]))
    const { data, error } = await filled.members.manager.client.rpc('get_crm_dashboard_summary', { org_id: filled.id })
    expect(error).toBeNull()
    const total = String(LARGEST * BigInt(values.length)).replace(/(\d\d)$/, '.$1')
    expect(data).toMatchObject([{ pipeline_value: { EUR: total } }])
  })

  test.each([
    ['9223372036854775808', '22003'],
    ['-9223372036854775809', '22003'],
    ['1e30', '22P02'],
    ['12.5', '22P02'],
    ['twelve', '22P02'],
  ])('of %s minor units is refused', async (value_minor, code) => {
    const [deal] = await backend.sql<
      { id: string }[]
    >`select id from deals where organization_id = ${filled.id} limit 1`
    expect(await updated('deals', { value_minor }, deal!.id)).toMatchObject({ status: 400, code })
  })
})

describe('a time', () => {
  test.each([
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['1969-12-31T23:59:59.999Z', -1],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('of %s arrives', async (next_follow_up_at, milliseconds) => {
    expect(await updated('leads', { next_follow_up_at })).toMatchObject({ status: 204 })
    expect(await pulled('next_follow_up_at')).toBe(milliseconds)
  })

  test.each([
    ['infinity', '23514'],
    ['-infinity', '23514'],
    ['0044-03-15 00:00:00 BC', '23514'],
    ['10000-01-01T00:00:00Z', '23514'],
    ['294277-01-01T00:00:00Z', '22008'],
    ['2026-02-30T00:00:00Z', '22008'],
    ['soon', '22007'],
  ])('of %s is refused', async (next_follow_up_at, code) => {
    expect(await updated('leads', { next_follow_up_at })).toMatchObject({ status: 400, code })
  })

  test.each([
    ['infinity', '23514'],
    ['10000-01-01', '23514'],
    ['2026-02-30', '22008'],
  ])('that is the day %s is refused', async (date_of_birth, code) => {
    expect(await updated('leads', { date_of_birth })).toMatchObject({ status: 400, code })
  })

  test('is bounded in every table', async () => {
    const unbounded = await backend.sql<{ name: string }[]>`
      select c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and a.atttypid in ('timestamptz'::regtype, 'date'::regtype)
        and not exists (select from pg_constraint k where k.conrelid = c.oid and k.conname = c.relname || '_times_check'
          and a.attnum = any (k.conkey))`
    expect(unbounded).toEqual([])
  })
})

describe('a phone number', () => {
  test.each([
    ['07700 900123', 'GB', '+447700900123'],
    ['7700 900123', 'GB', '+447700900123'],
    ['٠٧٧٠٠ ٩٠٠١٢٣', 'GB', '+447700900123'],
    ['07700 900123', 'ZZ', null],
    ['+44 7700 900123', 'ZZ', '+447700900123'],
    ['12345', 'GB', null],
    ['+999 123 456 789', 'GB', null],
    ['+', 'GB', null],
    ['call me', 'GB', null],
    ['0'.repeat(60), 'GB', null],
  ])('%s of a lead in %s is kept as written and normalised to %s', async (phone, default_country, normalized) => {
    expect(await updated('organizations', { default_country }, filled.id)).toMatchObject({ status: 204 })
    const args = { lead_id: filled.leadId, set: { phone }, base: { phone: null } }
    expect(await manager.send('lead.edit', args)).toMatchObject({ result: 'applied' })
    expect(await pulled('phone')).toBe(phone)
    expect(await pulled('phone_normalized')).toBe(normalized)
  })
})
