import { join } from 'node:path'
import { z } from 'zod'
import type { LiveQueryName, LiveQueryOutputs } from '#shared/contract/ipc.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import { openVault } from './auth/vault.ts'
import { isTouched } from './db/dependencies.ts'
import type { SystemFiles } from './ipc/areas/attachments.ts'
import { BulkRunner } from './ipc/areas/bulk-runner.ts'
import { createHandlers } from './ipc/handlers.ts'
import { createLiveQueries, type Resolve } from './ipc/live.ts'
import { registerRouter } from './ipc/router.ts'
import { Lifecycle, type LocalBackend } from './lifecycle.ts'
import { isAppUrl } from './shell/app-origin.ts'
import { openExternal } from './shell/harden.ts'
import { saveSupportBundle } from './support/bundle.ts'
import { LOG_FILE, type Log } from './support/log.ts'
import type { Settings, SettingsFile } from './support/settings.ts'
import { openWorkspace, type WorkspaceQuery } from './workspace.ts'

export interface ComposeOptions {
  userData: string
  settings: SettingsFile
  log: Log
  developmentUrl: string | undefined
  setTheme: (theme: Settings['theme']) => void
  /** Calls back when the computer wakes. */
  onResume: (listener: () => void) => void
  /** JSON of the local backend, as the development commands pass it; undefined otherwise. */
  localBackend: string | undefined
  version: string
  /** What the system does with the copy of a file: opens it (an error in words, or none), or asks where to save one. */
  files: SystemFiles
  /** Where support bundles go, and how one is shown to the rep. */
  downloads: { folder: string; show: (file: string) => void }
}

const localBackendSchema = z.object({
  url: z.url(),
  anonKey: z.string(),
  users: z.array(z.object({ email: z.string(), password: z.string(), role: z.enum(ROLES), organization: z.string() })),
})

/** Builds the services and wires them to each other and to IPC. */
export async function compose(options: ComposeOptions): Promise<Lifecycle> {
  const { settings, log, developmentUrl, userData } = options
  const vault = await openVault(join(userData, 'vault'))

  const lifecycle: Lifecycle = new Lifecycle({
    settings,
    vault,
    local: parseLocalBackend(options.localBackend),
    onState: () => live.invalidate(() => true),
    openWorkspace: ({ backend, session }, identity, recovered) =>
      openWorkspace({
        identity,
        backend,
        session,
        vault,
        log,
        directory: join(userData, 'caches'),
        workerUrl: new URL('./db-worker.js', import.meta.url),
        onChange: (changes) => live.invalidate((name, input) => isTouched(name, input, changes)),
        onNews: (query) => live.invalidate((name) => name === query),
        onUnauthenticated: () => void lifecycle.sessionEnded(),
        onIdentity: (changed) => void lifecycle.identityChanged(changed),
        onDamage: (found) => void lifecycle.cacheDamaged(found),
        recovered,
      }),
  })

  const inMemory: MemoryQueries = {
    'app.state': () => lifecycle.state,
    'inbox.bulk_progress': () => bulk.progress,
    'sync.status': () => opened()?.engine.status ?? IDLE,
    'presence.list': () => opened()?.presence.list() ?? [],
    'upload.progress': () => opened()?.uploads.progress ?? {},
    'keep.views': () => opened()?.keeper.views ?? [],
  }
  const opened = () => (lifecycle.state.phase === 'ready' ? lifecycle.workspace : null)
  const resolve: Resolve = async (name, input) =>
    (Object.hasOwn(inMemory, name)
      ? inMemory[name as keyof MemoryQueries]()
      : lifecycle.workspace.db.read(name as CachedQuery, input)) as never
  const live = createLiveQueries(resolve, log)
  const bulk = new BulkRunner(() => live.invalidate((name) => name === 'inbox.bulk_progress'))

  registerRouter({
    handlers: createHandlers({
      lifecycle,
      settings,
      bulk,
      now: Date.now,
      openExternal,
      setTheme: options.setTheme,
      files: options.files,
      async saveSupportBundle() {
        const { downloads, version } = options
        const { db } = lifecycle.workspace
        const logFile = join(userData, LOG_FILE)
        const file = await saveSupportBundle({ db, folder: downloads.folder, version, logFile, now: Date.now() })
        downloads.show(file)
        return file
      },
    }),
    live,
    log,
    isTrusted: (_sender, frameUrl) => isAppUrl(frameUrl, developmentUrl),
  })
  options.onResume(() => {
    if (lifecycle.state.phase === 'ready') lifecycle.workspace.engine.wake('resume')
  })
  return lifecycle
}

/** Live queries that are answered from memory; the cache answers the others. */
type MemoryQueries = { [N in WorkspaceQuery | 'app.state' | 'inbox.bulk_progress']: () => LiveQueryOutputs[N] }
type CachedQuery = Exclude<LiveQueryName, keyof MemoryQueries>

/** Before anybody has signed in there is nothing to sync. */
const IDLE: SyncStatus = {
  state: 'connecting',
  since: 0,
  pending: 0,
  attention: 0,
  synced_at: null,
  progress: null,
  error: null,
  retry_at: null,
}

function parseLocalBackend(text: string | undefined): LocalBackend | null {
  return text ? localBackendSchema.parse(JSON.parse(text)) : null
}
