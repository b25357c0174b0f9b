import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Reminder } from '#shared/contract/areas/tasks.ts'
import type { Notice } from '#shared/contract/read-models.ts'
import type { BackendClient } from './auth/backend-client.ts'
import type { Identity, Session } from './auth/session.ts'
import type { Vault } from './auth/vault.ts'
import { forgetPlace } from './ipc/areas/place.ts'
import { openDatabase, type Database, type OpenOptions } from './db/client.ts'
import type { Recovered } from './db/calls.ts'
import type { ChangeSet } from './db/changes.ts'
import { Imports } from './import/imports.ts'
import { LeadExports } from './import/lead-exports.ts'
import { importRemote } from './sync/import-remote.ts'
import type { AttachmentFiles } from './files/attachment-files.ts'
import { openMessageFiles } from './files/message-files.ts'
import type { Uploads } from './files/uploads.ts'
import { noticesOf } from './notices.ts'
import type { Log } from './support/log.ts'
import { SyncEngine } from './sync/engine.ts'
import { createLoadOlder, type LoadOlder } from './sync/history.ts'
import { Keeper } from './sync/keeper.ts'
import { mailHtmlLoader } from './sync/mail-html.ts'
import { createPresence, type Presence } from './sync/presence.ts'
import { createSupabaseRemote } from './sync/remote-supabase.ts'
import { createAskServer, type AskServer } from './sync/server-services.ts'
import { startWakeClock } from './wake-clock.ts'

/** Under which name the cache keeps what an import has to remember. */
const KEPT_IMPORT = 'import'

/** Live queries that are answered from memory, not from the cache. */
export type WorkspaceQuery = 'sync.status' | 'presence.list' | 'upload.progress' | 'keep.views' | 'import.state'

export interface WorkspaceOptions {
  identity: Identity
  backend: BackendClient
  session: Session
  vault: Vault
  /** Folder of the caches. */
  directory: string
  workerUrl: URL
  log: Log
  onChange: (changes: ChangeSet) => void
  /** What the workspace itself answers such a query with is another now. */
  onNews: (query: WorkspaceQuery) => void
  /** Time has passed, and with it these have become due, none of them for the second time. */
  onTime: (due: Reminder[]) => void
  onUnauthenticated: () => void
  onIdentity: (identity: Identity) => void
  /** The cache proved damaged: the workspace is to be opened again. */
  onDamage: (recovered: Recovered | null) => void
  /** Hears how long each read of the cache took, in milliseconds. */
  onRead?: OpenOptions['onRead']
  /** What was set aside by the workspace before this one. */
  recovered: Recovered | null
}

/** A signed-in rep's cache and its replication. */
export interface Workspace {
  /** As of the last pull: a change of role or name arrives like any other row. */
  readonly identity: Identity
  db: Database
  engine: SyncEngine
  /** Fetches the next older messages of a conversation into the cache. */
  loadOlder: LoadOlder
  /** Keeps views here completely. */
  keeper: Keeper
  /** Fetches the HTML of an e-mail. */
  mailHtml: ReturnType<typeof mailHtmlLoader>
  /** The files of attachments. */
  files: AttachmentFiles
  /** Leads from files. */
  imports: Imports
  /** Leads into files. */
  exports: LeadExports
  /** Who else is where; told to nobody but the organisation, and not stored. */
  presence: Presence
  /** Stores what the rep sends. */
  uploads: Uploads
  /** Has the server do something at once (shared/services). */
  askServer: AskServer
  notices: Notice[]
  close(): Promise<void>
  /** Closes and deletes the rep's cache and its key from this device. */
  destroy(): Promise<void>
}

/**
 * Opens the cache of (backend, rep), which needs no network, and starts replication.
 * @throws ExpectedError `storage_full`, `incompatible` (a cache of a newer version)
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { vault, log } = options
  let { identity } = options
  const name = cacheName(identity)
  const place = join(options.directory, name)
  const keyName = `cache-key-${name}`
  const key = await cacheKey(vault, keyName)
  const db = await openDatabase({
    workerUrl: options.workerUrl,
    file: `${place}.db`,
    key,
    userId: identity.user.id,
    ...(options.onRead && { onRead: options.onRead }),
    onDamage(recovered) {
      log.warn('cache.damaged')
      options.onDamage(recovered)
    },
  })
  const closing = new AbortController()
  const ensureSession = () => options.session.ensure(identity.user.id)
  const client = options.backend.supabase
  const access = {
    client,
    ensureSession,
    renewSession: () => options.session.renew(identity.user.id),
    signal: closing.signal,
  }
  const remote = createSupabaseRemote(access)
  const storage = { client, ...options.backend.address, ensureSession, signal: closing.signal }
  const messageFiles = await openMessageFiles({
    db,
    place,
    key,
    organizationId: identity.organization.id,
    storage,
    log,
    onProgress: () => options.onNews('upload.progress'),
    onStored: () => engine.wake('write'),
  })
  const { uploads } = messageFiles
  let isOnline = false
  const engine = new SyncEngine(
    {
      store: db,
      remote,
      organizationId: identity.organization.id,
      now: Date.now,
      random: Math.random,
      log,
      onStatus: (status) => {
        keeper.statusChanged()
        if (status.state === 'online' && !isOnline) uploads.wakeNow()
        isOnline = status.state === 'online'
        options.onNews('sync.status')
      },
      onUnauthenticated: options.onUnauthenticated,
    },
    db.syncedAt,
  )
  const presence = createPresence({
    client,
    organizationId: identity.organization.id,
    userId: identity.user.id,
    onChange: () => options.onNews('presence.list'),
  })
  const loadOlder = createLoadOlder(db, remote)
  const keeper = new Keeper({
    store: db,
    loadOlder,
    files: messageFiles.kept,
    isIdle: () => engine.status.state === 'online' && engine.status.pending === 0,
    now: Date.now,
    rest: (ms) => delay(ms),
    onChange: () => options.onNews('keep.views'),
    log,
  })
  const imports = new Imports({
    remote: importRemote({ client, ensureSession, signal: closing.signal }),
    store: {
      keptImport: async () => (await db.read('kept.texts', { prefix: KEPT_IMPORT }))[0]?.value ?? null,
      keepImport: (kept) => db.keepText(KEPT_IMPORT, kept),
    },
    country: async () => (await db.read('lead.choices', {})).default_country,
    rest: (ms, signal) => delay(ms, undefined, { signal }),
    now: Date.now,
    random: Math.random,
    log,
    onChange: () => options.onNews('import.state'),
    onWritten: () => engine.wake('write'),
  })
  const refreshIdentity = async () => {
    const me = await db.read('team.me', null).catch((error: unknown) => {
      if (closing.signal.aborted) return null
      throw error
    })
    if (!me) return
    const { user, organization } = me
    const next = { ...identity, user: user ?? identity.user, organization: organization ?? identity.organization }
    if (isDeepStrictEqual(next, identity)) return
    identity = next
    options.onIdentity(identity)
  }
  db.onChange((changes) => {
    if (changes.tables.attachments) void messageFiles.forget(changes.tables.attachments)
    if (changes.outbox) void engine.refreshCounts()
    if (changes.tables.profiles || changes.tables.organizations) void refreshIdentity()
    options.onChange(changes)
  })
  engine.start()
  uploads.wake()
  const wake = async (now: number) => {
    const snooze = await db.wakeSnoozed(now)
    const { due, next } = await db.takeReminders(now)
    options.onTime(due)
    return snooze === null || next === null ? (snooze ?? next) : Math.min(snooze, next)
  }
  const stopClock = startWakeClock({ wake, now: Date.now, log })
  void messageFiles.forget('all')
  void keeper.start()
  imports.open().catch(() => log.warn('import.unread'))

  const stop = async () => {
    presence.close()
    stopClock()
    const stopped = Promise.all([imports.close(), keeper.close(), engine.stop(), messageFiles.close()])
    closing.abort()
    await stopped
  }
  return {
    get identity() {
      return identity
    },
    db,
    engine,
    loadOlder,
    keeper,
    imports,
    exports: new LeadExports(db, () => options.onNews('import.state')),
    mailHtml: mailHtmlLoader({ client, ensureSession, signal: closing.signal }),
    files: messageFiles.files,
    presence,
    uploads,
    askServer: createAskServer(access),
    notices: noticesOf(identity, vault.protection, db.recovered ?? options.recovered),
    async close() {
      await stop()
      // Of a cache that is damaged nothing is asked any more.
      await forgetPlace(db).catch(() => {})
      await db.close()
    },
    async destroy() {
      await stop()
      await messageFiles.destroy()
      await db.destroy()
      await vault.delete(keyName)
    },
  }
}

/** One file per (backend, rep), named without telling who they are. */
function cacheName(identity: Identity): string {
  return createHash('sha256').update(`${identity.backend_id}\n${identity.user.id}`).digest('hex').slice(0, 24)
}

async function cacheKey(vault: Vault, name: string): Promise<Uint8Array> {
  const known = await vault.get(name)
  if (known) return Buffer.from(known, 'base64')
  const key = randomBytes(32)
  await vault.set(name, key.toString('base64'))
  return key
}
