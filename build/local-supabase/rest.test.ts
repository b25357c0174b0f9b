import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import { newClient, newWorkspace, signIn, signToken, startFixtureBackend, tokenClient } from './testing.ts'
import type { Person } from './testing.ts'

let backend: LocalSupabase
let ada: Person
let bob: Person
let workspace: string

beforeAll(async () => {
  backend = await startFixtureBackend()
  ada = await signIn(backend, 'ada')
  bob = await signIn(backend, 'bob')
  workspace = await newWorkspace(ada)
})
afterAll(() => backend.close())

/** A call of a function without supabase-js. */
function call(name: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const all = { apikey: backend.anonKey, 'content-type': 'application/json', ...headers }
  return fetch(`${backend.url}/rest/v1/rpc/${name}`, { method: 'POST', headers: all, body })
}

describe('the API key', () => {
  it('is needed for every service', async () => {
    for (const path of ['/rest/v1/notes', '/rest/v1/rpc/do_nothing', '/auth/v1/user', '/realtime/v1/api/broadcast']) {
      const response = await fetch(backend.url + path)
      expect([path, response.status]).toEqual([path, 401])
    }
  })

  it('is refused when it is not one of the two', async () => {
    const wrong = await signToken(backend, { role: 'anon' }, 60)
    const response = await fetch(`${backend.url}/rest/v1/notes`, { headers: { apikey: wrong } })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ message: 'Invalid API key' })
  })

  it('may come in the query', async () => {
    const response = await fetch(`${backend.url}/auth/v1/settings?apikey=${backend.anonKey}`)
    expect(response.status).toBe(200)
  })

  it('is not needed for the health check and for preflights', async () => {
    expect((await fetch(`${backend.url}/health`)).status).toBe(200)
    const headers = { origin: 'http://localhost', 'access-control-request-headers': 'apikey' }
    const preflight = await fetch(`${backend.url}/rest/v1/rpc/describe`, { method: 'OPTIONS', headers })
    expect(preflight.headers.get('access-control-allow-headers')).toBe('apikey')
  })
})

describe('arguments and results of functions', () => {
  it.each([
    ['object', { a: [1, { b: null }] }],
    ['array', [1, 'two']],
    ['string', '{"looks": "like JSON"}'],
    ['number', 12.5],
    ['boolean', true],
  ])('a jsonb argument arrives as the %s that was sent', async (type, value) => {
    const { data, error } = await newClient(backend).rpc('describe', { value })
    expect(error).toBeNull()
    expect(data).toEqual({ type, value })
  })

  it('a jsonb argument arrives as an object also when filters make the call take the long way', async () => {
    const { data } = await newClient(backend).rpc('describe', { value: { a: 1 } }, { count: 'exact' })
    expect(data).toEqual({ type: 'object', value: { a: 1 } })
  })

  it('jsonb written to a table is stored as an object', async () => {
    await backend.sql`create table public.documents (id int primary key, body jsonb)`
    const admin = newClient(backend, backend.serviceRoleKey)
    await expect.poll(async () => (await admin.from('documents').insert({ id: 1, body: { a: 1 } })).error).toBeNull()
    expect(await backend.sql`select jsonb_typeof(body) as type from public.documents`).toEqual([{ type: 'object' }])
  })

  it('the text of a json result comes through as the function wrote it', async () => {
    const response = await call('as_written', '')
    expect(await response.text()).toBe('{"b": 1,   "a": 12345678901234567890, "b": 2}')
    expect(response.headers.get('content-type')).toContain('application/json')
  })

  it('arrays, defaults, scalars and nothing', async () => {
    const client = newClient(backend)
    expect((await client.rpc('sum_up', { numbers: [1, 2, 3] })).data).toBe('sum 6')
    expect((await client.rpc('sum_up', { numbers: [1], label: 'got' })).data).toBe('got 1')
    expect(await client.rpc('do_nothing')).toMatchObject({ data: null, error: null, status: 204 })
  })

  it('sets of rows can be filtered, ordered and limited', async () => {
    for (const n of [3, 1, 2]) await ada.client.rpc('push_note', { workspace, body: 'row', n })
    const { data } = await ada.client.rpc('list_notes').gt('n', 1).order('n', { ascending: false }).limit(1)
    expect(data).toMatchObject([{ n: 3 }])
  })

  it('an unknown function or argument is 404', async () => {
    expect((await newClient(backend).rpc('no_such_function')).status).toBe(404)
    expect((await newClient(backend).rpc('describe', { valu: 1 })).status).toBe(404)
  })

  it('a function made while the backend runs can be called', async () => {
    await backend.sql`create function public.brand_new() returns text language sql as $$ select 'new' $$`
    expect((await newClient(backend).rpc('brand_new')).data).toBe('new')
    await backend.sql`create or replace function public.brand_new() returns text language sql as $$ select 'newer' $$`
    expect((await newClient(backend).rpc('brand_new')).data).toBe('newer')
  })
})

describe('errors of functions', () => {
  it.each([
    ['P0001', 400],
    ['PT409', 409],
    ['23505', 409],
    ['40001', 500],
    ['53300', 503],
    ['22023', 400],
  ])('SQLSTATE %s is HTTP %i, with detail and hint', async (code, status) => {
    const result = await newClient(backend).rpc('fail', { code })
    expect(result.status).toBe(status)
    expect(result.error).toMatchObject({ code, message: 'it failed', details: 'why', hint: 'what to do' })
  })

  it('a STABLE function cannot write', async () => {
    expect((await newClient(backend).rpc('write_in_stable')).error?.code).toBe('25006')
  })

  it('a call beyond the time limit of its role ends with 57014', async () => {
    expect((await newClient(backend).rpc('outlast')).error?.code).toBe('57014')
  })

  it('a function sets the status and headers of its answer', async () => {
    const response = await call('answer_with', '{"status": "202"}')
    expect([response.status, response.headers.get('x-reason')]).toEqual([202, 'asked to'])
  })
})

describe('who is calling', () => {
  it('is told to functions by the claims', async () => {
    const { data } = await ada.client.rpc('who_am_i')
    expect(data).toMatchObject({ uid: ada.id, role: 'authenticated', email: 'ada@example.test', user: 'authenticated' })
    expect((await newClient(backend).rpc('who_am_i')).data).toMatchObject({ uid: null, role: 'anon', user: 'anon' })
  })

  it('is told to policies of tables read over REST', async () => {
    const names = await ada.client.from('workspaces').select('id')
    expect(names.data).toEqual([{ id: workspace }])
  })

  it('another tenant sees and writes nothing', async () => {
    expect((await bob.client.from('workspaces').select('id')).data).toEqual([])
    const written = await bob.client.rpc('push_note', { workspace, body: 'intruder' })
    expect([written.status, written.error?.code]).toEqual([403, '42501'])
    expect((await bob.client.from('notes').insert({ workspace_id: workspace })).error?.code).toBe('42501')
  })

  it('anon sees and writes nothing', async () => {
    const anon = newClient(backend)
    expect((await anon.from('workspaces').select('id')).data).toEqual([])
    expect((await anon.rpc('push_note', { workspace, body: 'x' })).status).toBe(401)
  })

  it('the service role sees everything', async () => {
    const { data } = await newClient(backend, backend.serviceRoleKey).from('workspaces').select('id')
    expect(data).toContainEqual({ id: workspace })
  })

  it('an expired token is refused by functions and tables', async () => {
    const expired = tokenClient(backend, () => signToken(backend, { sub: ada.id }, -10))
    expect(await expired.rpc('who_am_i')).toMatchObject({ status: 401, error: { message: 'JWT expired' } })
    expect((await expired.from('workspaces').select()).status).toBe(401)
  })

  it('a token signed with another secret is refused by functions and tables', async () => {
    const other = { ...backend, jwtSecret: 'another secret that is long enough to sign with' }
    const forged = tokenClient(backend, () => signToken(other, { sub: ada.id }, 60))
    expect((await forged.rpc('who_am_i')).status).toBe(401)
    expect((await forged.from('workspaces').select()).status).toBe(401)
  })

  it('a function cannot become the superuser', async () => {
    expect((await ada.client.rpc('become_superuser')).error?.code).toBe('42501')
  })

  it('a token cannot claim a role outside the API', async () => {
    const forged = tokenClient(backend, () => signToken(backend, { sub: ada.id, role: 'postgres' }, 60))
    expect((await forged.rpc('who_am_i')).status).toBe(403)
  })
})

describe('grants that a migration revoked', () => {
  it('stay revoked after requests', async () => {
    expect((await newClient(backend).from('sealed').select()).error?.code).toBe('42501')
    expect((await ada.client.from('sealed').select()).data).toHaveLength(1)
    expect((await ada.client.from('sealed').update({ open_column: 2 }).eq('id', 1)).error).toBeNull()
    expect((await ada.client.from('sealed').update({ sealed_column: 2 }).eq('id', 1)).error?.code).toBe('42501')
    expect((await ada.client.rpc('internal')).error?.code).toBe('42501')
    const [grants] = await backend.sql`
      select has_table_privilege('anon', 'public.sealed', 'select') as anon,
        has_table_privilege('authenticated', 'public.sealed', 'insert') as authenticated,
        has_schema_privilege('anon', 'app', 'usage') as app`
    expect(grants).toEqual({ anon: false, authenticated: false, app: false })
  })
})
