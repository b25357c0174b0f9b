import { readFile } from 'node:fs/promises'
import { createClient } from '@supabase/supabase-js'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { TYPES_FILE, typesOf } from '#build/scripts/generate-types.ts'
import { runSupabaseCli } from '#build/scripts/supabase-cli.ts'
import { createLead, createOrganization, joinAs, startDatabase } from '#tests/support/database.ts'
import type { Organization } from '#tests/support/database.ts'
import type { Database } from '../../supabase/database.types.ts'

let backend: LocalSupabase
let organization: Organization
let owner: SupabaseClient<Database>
beforeAll(async () => {
  backend = await startDatabase()
  organization = await createOrganization(backend.sql, 'Acme')
  const { email, password } = await joinAs(backend, organization.id, 'owner')
  owner = createClient<Database>(backend.url, backend.anonKey, { auth: { persistSession: false } })
  await owner.auth.signInWithPassword({ email, password })
})
afterAll(() => backend.close())

describe('the generated types', () => {
  test('are those of the schema', async () => {
    expect(await readFile(TYPES_FILE, 'utf8')).toBe(await typesOf(backend.databaseUrl))
  })

  test('give a table its columns and what it refers to', async () => {
    const id = await createLead(backend.sql, organization, { first_name: 'Ana' })
    const { data } = await owner.from('leads').select('id, full_name, lead_score, brands(name)').eq('id', id).single()
    type Row = { id: string; full_name: string | null; lead_score: number; brands: { name: string } }
    expectTypeOf(data).toEqualTypeOf<Row | null>()
    expect(data).toEqual({ id, full_name: 'Ana', lead_score: expect.any(Number), brands: { name: expect.any(String) } })
  })

  test('give a view its columns, each of which may be missing', async () => {
    const { data } = await owner.from('dashboard_metrics').select('metric_date, new_leads')
    expectTypeOf(data).toEqualTypeOf<{ metric_date: string | null; new_leads: number | null }[] | null>()
    expect(data).toEqual([{ metric_date: expect.any(String), new_leads: expect.any(Number) }])
  })

  test('give a function its arguments and what it returns', async () => {
    const lead_uuid = await createLead(backend.sql, organization)
    const { data } = await owner.rpc('calculate_lead_score', { lead_uuid })
    expectTypeOf(data).toEqualTypeOf<number | null>()
    expect(data).toBe(0)
    expectTypeOf<Database['public']['Functions']['sync_push']['Args']>().toHaveProperty('p_mutations')
    // @ts-expect-error -- no such argument
    const refused = await owner.rpc('calculate_lead_score', { lead: lead_uuid })
    expect(refused.error).not.toBeNull()
  })

  test('know the read views of the seed systems', () => {
    expectTypeOf<Database['compat']['Views']['unified_leads']['Row']>().toHaveProperty('id')
  })
})

describe('the Supabase CLI', () => {
  test('accepts the configuration and finds every migration applied', async () => {
    const listSchema = z.object({ migrations: z.array(z.object({ local: z.string(), remote: z.string() })) })
    const printed = await runSupabaseCli(['migration', 'list', '--output-format', 'json'], backend.databaseUrl)
    const { migrations } = listSchema.parse(JSON.parse(printed))
    expect(migrations.length).toBeGreaterThan(60)
    expect(migrations.filter(({ local, remote }) => local !== remote)).toEqual([])
  })

  test('has nothing to advise but a search_path for functions whose body is bound and needs none', async () => {
    const adviceSchema = z.array(
      z.object({ name: z.string(), metadata: z.object({ schema: z.string(), name: z.string() }) }),
    )
    const printed = await runSupabaseCli(['db', 'advisors', '-o', 'json'], backend.databaseUrl)
    const bound = await backend.sql<{ name: string }[]>`
      select pronamespace::regnamespace || '.' || proname as name from pg_proc where prosqlbody is not null`
    const needNone = new Set(bound.map(({ name }) => name))
    const advice = adviceSchema.parse(JSON.parse(printed)).filter(({ name, metadata }) => {
      const target = `${metadata.schema}.${metadata.name}`
      return !(name === 'function_search_path_mutable' && needNone.has(target))
    })
    expect(advice).toEqual([])
  })
})
