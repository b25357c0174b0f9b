import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Notice, SyncStatus } from '#shared/contract/read-models.ts'
import type { BackendClient } from './auth/backend-client.ts'
import type { Identity, Session } from './auth/session.ts'
import type { Vault } from './auth/vault.ts'
import { openDatabase, type Database } from './db/client.ts'
import type { Recovered } from './db/calls.ts'
import type { ChangedIds, ChangeSet } from './db/changes.ts'
import { AttachmentFiles } from './files/attachment-files.ts'
import { FileCache } from './files/file-cache.ts'
import { Uploads } from './files/uploads.ts'
import { sentFilePath } from '#shared/domain/outgoing-files.ts'
import { RemoteError } from './sync/remote.ts'
import type { Log } from './support/log.ts'
import { attachmentDownload } from './sync/attachment-download.ts'
import { attachmentUpload } from './sync/attachment-upload.ts'
import { startSnoozeClock } from './snooze-clock.ts'
import { SyncEngine } from './sync/engine.ts'
import { createLoadOlder, type LoadOlder } from './sync/history.ts'
import { Keeper } from './sync/keeper.ts'
import { mailHtmlLoader } from './sync/mail-html.ts'
import { createPresence, type Presence } from './sync/presence.ts'
import { createSupabaseRemote } from './sync/remote-supabase.ts'

/** What the files of attachments may take of this device's disk. */
const FILE_CACHE_BYTES = 1024 ** 3

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
  onStatus: (status: SyncStatus) => void
  /** Colleagues came, went or moved. */
  onPresence: () => void
  /** A file is further on its way. */
  onUploads: () => void
  onUnauthenticated: () => void
  onIdentity: (identity: Identity) => void
  /** The cache proved damaged: the workspace is to be opened again. */
  onDamage: (recovered: Recovered | null) => void
  /** What was set aside by the workspace before this one. */
  recovered: Recovered | null
  /** The views that the rep keeps here, or how far they are, have changed. */
  onKept: () => void
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
  /** Who else is where; told to nobody but the organisation, and not stored. */
  presence: Presence
  /** Stores what the rep sends. */
  uploads: Uploads
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
  const keyName = `cache-key-${name}`
  const cacheSecret = await cacheKey(vault, keyName)
  const db = await openDatabase({
    workerUrl: options.workerUrl,
    file: join(options.directory, `${name}.db`),
    key: cacheSecret,
    userId: identity.user.id,
    onDamage(recovered) {
      log.warn('cache.damaged')
      options.onDamage(recovered)
    },
  })
  const closing = new AbortController()
  const ensureSession = () => options.session.ensure(identity.user.id)
  const client = options.backend.supabase
  const remote = createSupabaseRemote({
    client,
    ensureSession,
    renewSession: () => options.session.renew(identity.user.id),
    signal: closing.signal,
  })
  const fileCache = new FileCache({
    folder: join(options.directory, `${name}.files`),
    key: cacheSecret,
    limit: FILE_CACHE_BYTES,
    pinned: async () => new Set(await db.read('outgoing.ids', null)),
  })
  const storage = { client, ...options.backend.address, ensureSession, signal: closing.signal }
  let isOnline = false
  const files = new AttachmentFiles({
    cache: fileCache,
    openedFolder: join(options.directory, `${name}.opened`),
    placeOf: (attachment_id) => db.read('attachment.place', { attachment_id }),
    known: (ids) => db.read('attachment.known', { ids }),
    download: attachmentDownload(storage),
  })
  const uploads = new Uploads({
    next: () => db.read('upload.next', null),
    contentOf: (id) => files.contentHere(id),
    pathOf: (id) => sentFilePath(identity.organization.id, id),
    upload: attachmentUpload(storage),
    uploadAt: (id, url) => db.uploadAt(id, url),
    stored: async (id) => {
      await db.fileStored(id)
      engine.wake('write')
    },
    failed: (id, reason) => db.fileFailed(id, reason),
    onProgress: options.onUploads,
    onError: (error, attempt) =>
      log.warn('upload.failed', {
        cause: error instanceof RemoteError ? error.code : String(error).slice(0, 80),
        attempt,
      }),
    random: Math.random,
  })
  const forgetFiles = (changed: ChangedIds) =>
    files.forget(changed).catch((error: unknown) => {
      if (!closing.signal.aborted) log.warn('files.forget_failed', { reason: String(error).slice(0, 200) })
    })
  await files.forgetOpened()
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
        options.onStatus(status)
      },
      onUnauthenticated: options.onUnauthenticated,
    },
    db.syncedAt,
  )
  const presence = createPresence({
    client,
    organizationId: identity.organization.id,
    userId: identity.user.id,
    onChange: options.onPresence,
  })
  const loadOlder = createLoadOlder(db, remote)
  const keeper = new Keeper({
    store: db,
    loadOlder,
    isIdle: () => engine.status.state === 'online' && engine.status.pending === 0,
    now: Date.now,
    rest: (ms) => delay(ms),
    onChange: options.onKept,
    log,
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
    if (changes.tables.attachments) void forgetFiles(changes.tables.attachments)
    if (changes.outbox) void engine.refreshCounts()
    if (changes.tables.profiles || changes.tables.organizations) void refreshIdentity()
    options.onChange(changes)
  })
  engine.start()
  uploads.wake()
  const stopClock = startSnoozeClock({ wake: (now) => db.wakeSnoozed(now), now: Date.now, log })
  void forgetFiles('all')
  void keeper.start()

  const stop = async () => {
    presence.close()
    stopClock()
    const stopped = Promise.all([keeper.close(), engine.stop(), uploads.stop()])
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
    mailHtml: mailHtmlLoader({ client, ensureSession, signal: closing.signal }),
    files,
    presence,
    uploads,
    notices: noticesOf(options, db),
    async close() {
      await stop()
      await files.forgetOpened()
      await db.close()
    },
    async destroy() {
      await stop()
      await files.forgetOpened()
      await fileCache.destroy()
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

function noticesOf({ identity, vault, ...options }: WorkspaceOptions, db: Database): Notice[] {
  const recovered = db.recovered ?? options.recovered
  const notices: Notice[] = []
  if (vault.protection === 'weak') {
    notices.push({
      id: 'no_keychain',
      message:
        'This computer has no keychain, so your session and the key to your local data are only as safe as your user account. Install GNOME Keyring or KWallet to protect them.',
    })
  }
  if (recovered) {
    const { unsent, quarantinedFile } = recovered
    notices.push({
      id: 'cache_quarantined',
      message: `The local data could not be read and was set aside as ${quarantinedFile}. A fresh copy is being loaded. ${unsentText(unsent)}`,
    })
  }
  if (identity.user.role === 'viewer') {
    notices.push({ id: 'viewer', message: 'You are a viewer: you can read everything and change nothing.' })
  }
  return notices
}

function unsentText(unsent: number | null): string {
  if (unsent === null) return 'Whether it held unsent changes could not be read.'
  if (unsent === 0) return 'It held no unsent changes.'
  return unsent === 1 ? 'It held 1 unsent change.' : `It held ${unsent} unsent changes.`
}
