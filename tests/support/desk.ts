import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectBackend } from '#main/auth/backend-client.ts'
import { createSession } from '#main/auth/session.ts'
import type { Vault } from '#main/auth/vault.ts'
import type { ChangeSet } from '#main/db/changes.ts'
import { openWorkspace, type Workspace } from '#main/workspace.ts'
import type { SyncState, SyncStatus } from '#shared/contract/read-models.ts'
import { memoryVault } from './memory-vault.ts'

const SILENT = { info() {}, warn() {}, error() {} }

/** One rep's desktop without Electron and without a page: the real cache, replication, sign-in and supabase-js. */
export interface Desk {
  workspace: Workspace
  /** Resolves when the condition holds, checked at once and after each change of cache or status. */
  until<T>(check: () => Promise<T | false | null | undefined> | T | false | null | undefined, what: string): Promise<T>
  /** Resolves in that state with nothing waiting to be sent. */
  untilState(state: SyncState): Promise<SyncStatus>
  /** The cache file and its key, for a second connection beside the product's own. */
  cache(): Promise<{ file: string; key: Uint8Array }>
  close(): Promise<void>
}

export interface DeskOptions {
  url: string
  anonKey: string
  email: string
  password: string
  /** The computer it stands on, for several reps one after the other; else one of its own, which is cleared away. */
  device?: Device
  /** How long `until` waits before it gives up, milliseconds. */
  patienceMs?: number
}

/** What stays on a computer when somebody signs out. */
export interface Device {
  directory: string
  vault: Vault
}

const PATIENCE_MS = 20_000

export const newDevice = async (): Promise<Device> => ({
  directory: await mkdtemp(join(tmpdir(), 'leadline-desk-')),
  vault: memoryVault(),
})

export const removeDevice = ({ directory }: Pick<Device, 'directory'>) =>
  rm(directory, { recursive: true, force: true, maxRetries: 5 })

/** Signs in over the network and opens a cache of its own in a temporary folder. */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { url, anonKey, email, password, device, patienceMs = PATIENCE_MS } = options
  const { directory, vault } = device ?? (await newDevice())
  const id = device ? 'workspace' : randomBytes(4).toString('hex')
  const backend = connectBackend({ id, url, key: anonKey }, vault)
  const session = createSession(backend, vault)
  const identity = await session.signIn(email, password)
  const listeners = new Set<() => void>()
  const notify = (_change?: ChangeSet) => {
    for (const listener of listeners) listener()
  }
  const workspace = await openWorkspace({
    identity,
    backend,
    session,
    vault,
    directory,
    workerUrl: new URL('../../main/db/worker.ts', import.meta.url),
    log: SILENT,
    onChange: notify,
    onNews: () => notify(),
    onUnauthenticated: notify,
    onIdentity: () => notify(),
    onDamage: () => notify(),
    recovered: null,
    onTime: () => {},
  })

  const until: Desk['until'] = (check, what) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(() => reject(new Error(`Waited in vain for ${what}`))), patienceMs)
      const attempt = async () => {
        const value = await check()
        if (value !== false && value !== null && value !== undefined) finish(() => resolve(value))
      }
      const listener = () => void attempt().catch((error: unknown) => finish(() => reject(error)))
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        listeners.delete(listener)
        settle()
      }
      listeners.add(listener)
      listener()
    })

  return {
    workspace,
    until,
    untilState: (state) =>
      until(async () => {
        const { status } = workspace.engine
        if (status.state !== state) return false
        // Asked of the cache itself: the status hears of a new change a moment later.
        return (state !== 'online' || (await workspace.db.backlog()).pending === 0) && status
      }, `state ${state}`),
    async cache() {
      const name = readdirSync(directory).find((file) => /^[0-9a-f]+\.db$/.test(file))!
      const key = await vault.get(`cache-key-${name.replace('.db', '')}`)
      return { file: join(directory, name), key: Buffer.from(key!, 'base64') }
    },
    async close() {
      await workspace.close()
      await backend.close()
      if (!device) await removeDevice({ directory })
    },
  }
}
