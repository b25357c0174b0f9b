import { release } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Health } from '#shared/contract/areas/health.ts'
import type { EventName, Events, LiveQueryName, LiveQueryOutputs } from '#shared/contract/ipc.ts'
import type { SyncStatus } from '#shared/contract/read-models.ts'
import { withChange, type DesktopChange } from '#shared/domain/desktop-settings.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import type { WaitingInvitation } from './auth/invitation.ts'
import { openVault } from './auth/vault.ts'
import { isTouched } from './db/dependencies.ts'
import type { SystemFiles } from './ipc/areas/attachments.ts'
import { BulkRunner } from './ipc/areas/bulk-runner.ts'
import { InFront } from './ipc/areas/in-front.ts'
import { createHandlers } from './ipc/handlers.ts'
import { createLiveQueries, type Resolve } from './ipc/live.ts'
import { registerRouter } from './ipc/router.ts'
import { Lifecycle, type LocalBackend } from './lifecycle.ts'
import { isAppUrl } from './shell/app-origin.ts'
import { openExternal } from './shell/harden.ts'
import { saveSupportBundle } from './support/bundle.ts'
import { LOG_FILE, type Log } from './support/log.ts'
import { logLines } from './support/log-lines.ts'
import { ReadTimes } from './support/read-times.ts'
import type { Settings, SettingsFile } from './support/settings.ts'
import { Telling } from './notify/telling.ts'
import type { Desktop } from './shell/desktop.ts'
import { KEPT_AS } from './shell/pop-outs.ts'
import { Updates, type LoadUpdater } from './update/updates.ts'
import { openWorkspace, type WorkspaceQuery } from './workspace.ts'

export interface ComposeOptions {
  userData: string
  settings: SettingsFile
  log: Log
  developmentUrl: string | undefined
  setTheme: (theme: Settings['theme']) => void
  /** Tells the page something unasked. */
  send: <N extends EventName>(name: N, payload: Events[N]) => void
  /** Calls back when the computer wakes. */
  onResume: (listener: () => void) => void
  /** JSON of the local backend, as the development commands pass it; undefined otherwise. */
  localBackend: string | undefined
  version: string
  /** What the processes of the app take, in bytes. */
  memory: () => Health['memory']
  /** Loads what updates this installation; null where nobody does. */
  updater: LoadUpdater | null
  /** What the system does with the copy of a file: opens it (an error in words, or none), or asks where to save one. */
  files: SystemFiles
  desktop: Desktop
  /** The invitation whose link was followed, if any. */
  invitation: WaitingInvitation
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
  const { settings, log, developmentUrl, userData, desktop } = options
  const vault = await openVault(join(userData, 'vault'))

  const readTimes = new ReadTimes()
  const startedAt = Date.now()

  const lifecycle: Lifecycle = new Lifecycle({
    settings,
    vault,
    local: parseLocalBackend(options.localBackend),
    onState: ({ phase }) => {
      if (phase === 'ready') void restorePopOuts()
      live.invalidate(() => true)
      telling.stateChanged(phase, opened())
    },
    onLeave() {
      desktop.closePopOuts()
      telling.stateChanged(lifecycle.state.phase, null)
    },
    openWorkspace: ({ backend, session }, identity, recovered) =>
      openWorkspace({
        identity,
        backend,
        session,
        vault,
        log,
        directory: join(userData, 'caches'),
        workerUrl: new URL('./db-worker.js', import.meta.url),
        onChange(changes) {
          live.invalidate((name, input) => isTouched(name, input, changes))
          telling.changed(changes)
        },
        onNews(query) {
          live.invalidate((name) => name === query)
          const status = opened()?.engine.status
          if (query === 'sync.status' && status) telling.syncChanged(status)
        },
        onTime(due) {
          live.invalidate((name) => name.startsWith('tasks.'))
          if (due.length > 0) options.send('reminder.due', { items: due })
        },
        onUnauthenticated: () => void lifecycle.sessionEnded(),
        onIdentity: (changed) => void lifecycle.identityChanged(changed),
        onDamage: (found) => void lifecycle.cacheDamaged(found),
        recovered,
        onRead: (name, ms) => readTimes.record(name, ms),
      }),
  })

  const inMemory: MemoryQueries = {
    'app.state': () => lifecycle.state,
    'inbox.bulk_progress': () => bulk.progress,
    'sync.status': () => opened()?.engine.status ?? IDLE,
    'presence.list': () => opened()?.presence.list() ?? [],
    'upload.progress': () => opened()?.uploads.progress ?? {},
    'keep.views': () => opened()?.keeper.views ?? [],
    'import.state': () => {
      const { imports, exports } = opened() ?? {}
      return { ...(imports?.state ?? { file: null, job: null }), writing: exports?.writing ?? null }
    },
    'hot.list': () => telling.list(),
    'desktop.settings': () => settings.get().desktop,
    'update.state': () => updates.state,
    'invitation.waits': () => options.invitation.token !== null,
  }
  const opened = () => lifecycle.opened
  const resolve: Resolve = async (name, input) =>
    (Object.hasOwn(inMemory, name)
      ? inMemory[name as keyof MemoryQueries]()
      : lifecycle.workspace.db.read(name as CachedQuery, input)) as never
  const live = createLiveQueries(resolve, log)
  const telling = new Telling({
    now: Date.now,
    settings: () => settings.get().desktop,
    desktop,
    log,
    onHot: () => live.invalidate((name) => name === 'hot.list'),
  })
  const updates = new Updates({
    updater: options.updater,
    version: options.version,
    channel: settings.get().update_channel,
    now: Date.now,
    onChange: () => live.invalidate((name) => name === 'update.state'),
    log,
  })
  updates.start()
  options.invitation.watch(() => live.invalidate((name) => name === 'invitation.waits'))
  const bulk = new BulkRunner(() => live.invalidate((name) => name === 'inbox.bulk_progress'))

  const set = (change: DesktopChange) => {
    const { desktop: before } = settings.get()
    settings.update({ desktop: withChange(before, change) })
    desktop.apply(before)
    live.invalidate((name) => name === 'desktop.settings')
    telling.look()
  }
  const inFront = new InFront((conversationId) => {
    telling.focus(conversationId)
    opened()?.presence.show(settings.get().desktop.presence === 'hidden' ? null : conversationId)
  })
  const restorePopOuts = async () => {
    // A cache that is being closed again has nothing to show.
    const kept = await opened()
      ?.db.read('kept.texts', { prefix: KEPT_AS })
      .catch(() => null)
    if (kept && opened()) desktop.restorePopOuts(kept)
  }
  const handlers = createHandlers({
    lifecycle,
    settings,
    bulk,
    now: Date.now,
    openExternal,
    setTheme: options.setTheme,
    files: options.files,
    telling: {
      hotLead: async (key) => (await telling.list()).leads.find((lead) => lead.key === key) ?? null,
      changed: () => telling.look(),
    },
    desktop: {
      desktop,
      set,
      show: (window, conversationId) => inFront.show(window, conversationId),
      send: (name, payload, except) => desktop.send(name, payload, except),
    },
    invitation: options.invitation,
    update: { updates, keepChannel: (update_channel) => settings.update({ update_channel }) },
    health: {
      sources: { userData, readTimes, memory: options.memory, now: Date.now },
      installation: () => ({
        version: options.version,
        channel: settings.get().update_channel,
        versions: process.versions,
        platform: `${process.platform} ${process.arch} ${release()}`,
        backend: settings.get().backend === 'local' ? 'local' : 'hosted',
        protection: vault.protection,
        startedAt,
      }),
      log: () => logLines(join(userData, LOG_FILE)),
    },
    async saveSupportBundle() {
      const { downloads, version } = options
      const { db } = lifecycle.workspace
      const logFile = join(userData, LOG_FILE)
      const file = await saveSupportBundle({ db, folder: downloads.folder, version, logFile, now: Date.now() })
      downloads.show(file)
      return file
    },
  })
  registerRouter({
    handlers,
    live,
    log,
    isTrusted: (url) => isAppUrl(url, developmentUrl),
  })
  telling.stateChanged(lifecycle.state.phase, null)
  options.onResume(() => {
    telling.resumed()
    opened()?.engine.wake('resume')
  })
  desktop.connect({
    set,
    stop: () => telling.close(),
    // Who is signed out meanwhile, or whose disk is full, loses a window's place and nothing else.
    keep: (name, text) =>
      void opened()
        ?.db.keepText(name, text)
        .catch(() => {}),
    popOutClosed: (conversationId) => inFront.show(conversationId, null),
    async answerHot(leadId, action) {
      const lead = (await telling.list()).leads.find(({ lead_id }) => lead_id === leadId)
      return lead && handlers['hot.answer']({ key: lead.key, action })
    },
  })
  return lifecycle
}

/** Live queries that are answered from memory; the cache answers the others. */
type MemoryQuery =
  | WorkspaceQuery
  | 'app.state'
  | 'inbox.bulk_progress'
  | 'hot.list'
  | 'desktop.settings'
  | 'update.state'
  | 'invitation.waits'
type MemoryQueries = { [N in MemoryQuery]: () => LiveQueryOutputs[N] | Promise<LiveQueryOutputs[N]> }
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
