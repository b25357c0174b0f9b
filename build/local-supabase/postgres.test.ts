import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startChild } from './fixtures/child.ts'
import { startPostgres } from './postgres.ts'

let folder: string
let dataDir: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadline-postgres-'))
  dataDir = join(folder, 'cluster')
})
afterEach(() => rm(folder, { recursive: true }))

async function query(url: string, text: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

/** Processes whose command line names the folder. */
const processesOf = (path: string): string[] =>
  spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(path))

const settings = `select name, setting from pg_settings
  where name in ('fsync', 'listen_addresses', 'unix_socket_directories') order by name`

it('initialises an empty folder, keeps its data over a stop, and is PostgreSQL 17 on the loopback alone', async () => {
  const first = await startPostgres({ dataDir })
  await query(first.url, 'create table t as select 1 as n')
  expect(await query(first.url, settings)).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'unix_socket_directories', setting: '' },
  ])
  await first.stop()
  expect(processesOf(dataDir)).toEqual([])
  const second = await startPostgres({ dataDir })
  const rows = await query(second.url, `select n, current_setting('server_version_num')::int / 10000 as major from t`)
  expect(rows).toEqual([{ n: 1, major: 17 }])
  await second.stop()
})

it('starts from a template, and leaves the template as it is', async () => {
  const template = join(folder, 'template')
  const source = await startPostgres({ dataDir: template })
  await query(source.url, 'create table t as select 1 as n')
  await source.stop()
  const copy = await startPostgres({ dataDir, template, durable: false })
  await query(copy.url, 'update t set n = 2')
  await copy.stop()
  const again = await startPostgres({ dataDir: template })
  expect(await query(again.url, 'select n from t')).toEqual([{ n: 1 }])
  await again.stop()
})

it('starts over the lock file of a server that is gone', async () => {
  const first = await startPostgres({ dataDir })
  const lock = join(dataDir, 'postmaster.pid')
  const content = await readFile(lock, 'utf8')
  await first.stop()
  // The process id now belongs to a program that is no server of this folder: ours.
  await writeFile(lock, content.replace(/^\d+/, String(process.pid)))
  const second = await startPostgres({ dataDir })
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.stop()
})

it('leaves no process and no lock behind when the process that started it is killed', async () => {
  const child = await startChild(join(import.meta.dirname, 'fixtures', 'hold-postgres.ts'), [dataDir])
  expect(await query(child.firstLine, 'select 1 as one')).toEqual([{ one: 1 }])
  child.process.kill('SIGKILL')
  await child.exited
  await expect.poll(() => processesOf(dataDir), { timeout: 10_000 }).toEqual([])
  expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false)
})

it('says so when another server runs on the folder', async () => {
  const first = await startPostgres({ dataDir })
  await expect(startPostgres({ dataDir })).rejects.toThrow(/Another backend is running on/)
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await first.stop()
})

it('tells in the words of the server why it does not start', async () => {
  const first = await startPostgres({ dataDir })
  await first.stop()
  await writeFile(join(dataDir, 'PG_VERSION'), '9.1\n')
  await expect(startPostgres({ dataDir })).rejects.toThrow(/incompatible/)
})
