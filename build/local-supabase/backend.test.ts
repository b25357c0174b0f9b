import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LocalSupabase } from './backend.ts'
import { startChild } from './fixtures/child.ts'
import { serveHttp } from './http-server.ts'
import { FIXTURE_MIGRATIONS, newClient, newWorkspace, PASSWORD, signIn, startFixtureBackend } from './testing.ts'

const SCRIPT = join(import.meta.dirname, '..', 'scripts', 'backend.ts')

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'leadline-state-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const processesOf = (path: string): string[] =>
  spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(path))

const countUsers = async ({ sql }: LocalSupabase): Promise<unknown> =>
  (await sql`select count(*)::int as users from auth.users`)[0]?.users

describe('state', () => {
  it('is kept between runs: users, data, migrations, grants, keys', async () => {
    const first = await startFixtureBackend({ dataDir, durable: true })
    const ada = await signIn(first, 'ada')
    const workspace = await newWorkspace(ada)
    await first.sql`revoke usage on schema extensions from anon`
    const recorded = await first.sql`select version, name from supabase_migrations.schema_migrations order by version`
    expect(recorded).toEqual([
      { version: '20260101000000', name: 'workspaces' },
      { version: '20260102000000', name: 'functions' },
    ])
    await first.close()

    const second = await startFixtureBackend({ dataDir, durable: true })
    expect(second.anonKey).toBe(first.anonKey)
    const client = newClient(second)
    expect((await client.auth.signInWithPassword({ email: 'ada@example.test', password: PASSWORD })).error).toBeNull()
    expect((await client.from('workspaces').select('id')).data).toEqual([{ id: workspace }])
    const [grant] = await second.sql`select has_schema_privilege('anon', 'extensions', 'usage') as usage`
    expect(grant).toEqual({ usage: false })
    await second.close()
  })

  it('is forgotten with fresh', async () => {
    const first = await startFixtureBackend({ dataDir })
    await signIn(first, 'ada')
    await first.close()
    const second = await startFixtureBackend({ dataDir, fresh: true })
    expect(await countUsers(second)).toBe(0)
    await second.close()
  })

  it('is seeded once', async () => {
    const seed = async (_sql: unknown, { createUser }: LocalSupabase): Promise<void> => {
      await createUser({ email: 'seeded@example.test', password: PASSWORD })
    }
    for (const run of [1, 2]) {
      const backend = await startFixtureBackend({ dataDir, seed })
      expect([run, await countUsers(backend)]).toEqual([run, 1])
      await backend.close()
    }
  })

  it('starts anew after a seed that did not finish', async () => {
    const broken = startFixtureBackend({
      dataDir,
      seed: async (_sql, { createUser }) => {
        await createUser({ email: 'half@example.test', password: PASSWORD })
        throw new Error('the seed failed')
      },
    })
    await expect(broken).rejects.toThrow('the seed failed')
    expect(processesOf(dataDir)).toEqual([])
    const lines: string[] = []
    const backend = await startFixtureBackend({
      dataDir,
      seed: () => Promise.resolve(),
      log: (line) => lines.push(line),
    })
    expect(await countUsers(backend)).toBe(0)
    expect(lines).toContain('the last seed did not finish: starting anew')
    await backend.close()
  })
})

describe('the port', () => {
  it('is the one asked for, on the loopback', async () => {
    const probe = await serveHttp(
      () => Promise.resolve(new Response()),
      0,
      () => {},
    )
    await probe.close()
    const backend = await startFixtureBackend({ port: probe.port })
    expect(backend.url).toBe(`http://127.0.0.1:${probe.port}`)
    await backend.close()
  })

  it('is a free one when it is taken', async () => {
    const other = createServer((_request, response) => response.end('somebody else'))
    const { promise, resolve } = Promise.withResolvers<void>()
    other.listen(0, '127.0.0.1', resolve)
    await promise
    const address = other.address()
    const taken = typeof address === 'object' ? (address?.port ?? 0) : 0
    const backend = await startFixtureBackend({ port: taken })
    expect(backend.url).not.toContain(String(taken))
    expect((await fetch(`${backend.url}/health`)).status).toBe(200)
    await backend.close()
    other.close()
  })
})

describe('npm run backend', () => {
  interface Line {
    url: string
    anonKey: string
    serviceRoleKey: string
    databaseUrl: string
    users: unknown[]
  }

  const start = (...args: string[]): ReturnType<typeof startChild> =>
    startChild(SCRIPT, ['--data-dir', dataDir, '--port', '0', '--no-seed', '--migrations', FIXTURE_MIGRATIONS, ...args])

  it('prints one JSON line that clients can use, and stops in order on SIGTERM', async () => {
    const child = await start()
    const line = JSON.parse(child.firstLine) as Line
    expect(Object.keys(line)).toEqual(['url', 'anonKey', 'serviceRoleKey', 'databaseUrl', 'users'])
    const response = await fetch(`${line.url}/auth/v1/settings`, { headers: { apikey: line.anonKey } })
    expect(response.status).toBe(200)
    child.process.kill('SIGTERM')
    expect(await child.exited).toBe(0)
    expect(processesOf(dataDir)).toEqual([])
  })

  it('prints the demo users also when the state existed already', async () => {
    const users = [{ email: 'demo@example.test', password: PASSWORD, role: 'owner', organization: 'Demo' }]
    await writeFile(join(dataDir, 'users.json'), JSON.stringify(users))
    const child = await start()
    expect((JSON.parse(child.firstLine) as Line).users).toEqual(users)
    child.process.kill('SIGINT')
    expect(await child.exited).toBe(0)
  })

  it('leaves no PostgreSQL behind when it is killed', async () => {
    const child = await start()
    expect(processesOf(dataDir).length).toBeGreaterThan(1)
    child.process.kill('SIGKILL')
    await child.exited
    await expect.poll(() => processesOf(dataDir), { timeout: 10_000 }).toEqual([])
  })

  it('stops with its standard input when asked to', async () => {
    const child = await start('--with-parent')
    child.process.stdin.end()
    expect(await child.exited).toBe(0)
    expect(processesOf(dataDir)).toEqual([])
  })

  it('a second one on the same state says so and ends', async () => {
    const first = await start()
    const second = await start()
    expect(await second.exited).toBe(1)
    expect(second.errors()).toContain('Another backend is running on')
    expect((await fetch(`${(JSON.parse(first.firstLine) as Line).url}/health`)).status).toBe(200)
    first.process.kill('SIGTERM')
    await first.exited
  })
})
