/**
 * One rep's desktop as a process of its own, to be killed: the real cache with its workers, replication, session and
 * supabase-js; no Electron and no page. Arguments: folder, backend URL, anon key, e-mail, password. Reads one request a
 * line and prints one report a line (protocol.ts).
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { connectBackend } from '#main/auth/backend-client.ts'
import { createSession } from '#main/auth/session.ts'
import type { Vault } from '#main/auth/vault.ts'
import { connect } from '#main/db/connection.ts'
import { CacheRows } from '#main/db/write/cache-rows.ts'
import { openWorkspace, type Workspace } from '#main/workspace.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Mutation } from '#shared/domain/mutations.ts'
import { cacheOf, secretFile } from './files.ts'
import type { Report, Request } from './protocol.ts'

const [directory, url, key, email, password] = process.argv.slice(2)
if (!directory || !url || !key || !email || !password) {
  throw new Error('usage: rep-process <folder> <url> <anon key> <e-mail> <password>')
}

/** Secrets as files: what survives a kill here is what the keychain keeps for the app. */
const vault: Vault = {
  protection: 'keychain',
  async get(name) {
    try {
      return readFileSync(secretFile(directory, name), 'utf8')
    } catch {
      return null
    }
  },
  async set(name, value) {
    const file = secretFile(directory, name)
    writeFileSync(`${file}.new`, value)
    renameSync(`${file}.new`, file)
  },
  async delete(name) {
    rmSync(secretFile(directory, name), { force: true })
  },
}

const print = (report: Report): void => void process.stdout.write(`${JSON.stringify(report)}\n`)

mkdirSync(directory, { recursive: true })
// Known by its name, as the app knows a local backend: the proxy in front of it has another port after every start.
const backend = connectBackend({ id: 'local', url, key }, vault)
const session = createSession(backend, vault)
const identity = (await session.restore()) ?? (await session.signIn(email, password))
let workspace: Workspace | null = null

async function reportState(): Promise<void> {
  if (!workspace) return
  const { pending, attention } = await workspace.db.backlog()
  print({ what: 'state', state: workspace.engine.status.state, pending, attention })
}

workspace = await openWorkspace({
  identity,
  backend,
  session,
  vault,
  directory,
  workerUrl: new URL('../../../main/db/worker.ts', import.meta.url),
  log: { info() {}, warn() {}, error() {} },
  onChange: () => void reportState(),
  onNews: () => void reportState(),
  onUnauthenticated: () => {},
  onIdentity: () => {},
  onDamage: () => {},
  recovered: null,
  onTime: () => {},
})
const { db, engine } = workspace
const { file, key: cacheKey } = cacheOf(directory)
/** What the rep sees on the screen: the values that an edit starts from. */
const screen = new CacheRows(connect(file, { key: cacheKey, readonly: true }))

function changeOf(request: Extract<Request, { do: 'change' }>): Mutation {
  const { change } = request
  if (change.name !== 'lead.edit') return change
  const seen = screen.get('leads', change.args.lead_id) as Record<string, unknown> | undefined
  const base = Object.fromEntries(Object.keys(change.args.set).map((column) => [column, seen?.[column] ?? null]))
  return { name: 'lead.edit', args: { ...change.args, base } }
}

async function change(request: Extract<Request, { do: 'change' }>): Promise<void> {
  try {
    await db.commit(changeOf(request), { at: Date.now() })
    print({ what: 'kept', id: request.id })
    engine.wake('write')
  } catch (error) {
    // Not in this cache (yet): the rep is told at once, and nothing was promised.
    if (!(error instanceof ExpectedError)) throw error
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line) as Request
  if (request.do === 'wake') engine.wake('user')
  else void change(request)
})
print({ what: 'ready' })
await reportState()
