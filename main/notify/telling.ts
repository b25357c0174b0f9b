/** Follows the signed-in rep's workspace for what the desktop shows of it: hot leads, news, the badge. */
import { z } from 'zod'
import type { HotList } from '#shared/contract/areas/hot.ts'
import type { AppState, InboxCounts, SyncStatus } from '#shared/contract/read-models.ts'
import { isCalling, rankHotLeads, type HotLead } from '#shared/domain/hot-lead.ts'
import type { Telling as Told } from '#shared/domain/notification-rules.ts'
import type { ChangeSet } from '../db/changes.ts'
import type { Log } from '../support/log.ts'
import type { Workspace } from '../workspace.ts'
import { Notifier, type TellingSettings } from './notifier.ts'

/** What the desktop shows of the rep's work. */
export interface DeskState {
  phase: AppState['phase']
  isOffline: boolean
  /** Those that call for the rep at this moment, the most urgent first. */
  hot: HotLead[]
  counts: InboxCounts | null
}

/** What the desktop can be told; Electron's is in shell/desktop.ts. */
export interface DesktopPort {
  show: (state: DeskState) => void
  tell: (telling: Told) => void
  withdraw: (about: string[]) => void
  /** The rep sits at this computer. */
  isInUse: () => boolean
  /** Another person signs in, or nobody. */
  clear: () => void
}

export interface TellingOptions {
  now: () => number
  settings: () => TellingSettings
  desktop: DesktopPort
  log: Log
  /** What calls for the rep may have changed. */
  onHot: () => void
}

/** What was put off comes back, quiet hours end, and a customer has waited too long: by the clock alone. */
const TICK_MS = 10_000

const CLAIM = { function: 'tell_hot_leads' }
const claimed = z.array(z.uuid())

const claimHotLeads = async ({ askServer }: Workspace, eventIds: string[]): Promise<string[]> =>
  claimed.parse(await askServer(CLAIM, { p_hot_event_ids: eventIds }))

export class Telling {
  readonly #options: TellingOptions
  #phase: AppState['phase'] = 'setup'
  #workspace: Workspace | null = null
  #notifier: Notifier | null = null
  #focused: string | null = null
  #hot: HotLead[] = []
  #counts: InboxCounts | null = null
  #synced = ''
  #timer: NodeJS.Timeout

  constructor(options: TellingOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.look(), TICK_MS)
    this.#timer.unref()
  }

  /** The screen of the app is another; with a workspace while somebody is signed in. */
  stateChanged(phase: AppState['phase'], workspace: Workspace | null): void {
    this.#phase = phase
    if (workspace !== this.#workspace) this.#follow(workspace)
    this.#show()
  }

  changed(changes: ChangeSet): void {
    this.#notifier?.changed(changes)
    if (changes.tables.conversations) void this.#count()
  }

  /** Time has passed, a setting is another, or the network is. */
  look(): void {
    void this.#notifier?.look()
    this.#options.onHot()
    this.#show()
  }

  /** Looks when the network is another or the cache equals the server again; one more try in vain is no news. */
  syncChanged({ state, synced_at }: Pick<SyncStatus, 'state' | 'synced_at'>): void {
    const synced = `${state} ${synced_at}`
    if (synced === this.#synced) return
    this.#synced = synced
    this.look()
  }

  /** The computer has slept. */
  resumed(): void {
    this.#notifier?.absent()
  }

  /** The conversation that the rep has before them, in a window that has the keys; null for none. */
  focus(conversationId: string | null): void {
    this.#focused = conversationId
    if (conversationId !== null) this.#options.desktop.withdraw([conversationId])
  }

  /** The leads that call for the rep now. */
  async list(): Promise<HotList> {
    const { now, settings } = this.#options
    if (!this.#workspace) return { leads: [], taken: [] }
    const at = now()
    const waitingMs = this.#isOffline() ? settings().waiting_minutes * 60_000 : null
    const { leads, taken } = await this.#workspace.db.read('hot.list', { now: at, waitingMs })
    return { leads: rankHotLeads(leads, at), taken }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#follow(null)
  }

  #follow(workspace: Workspace | null): void {
    this.#synced = ''
    const { now, settings, desktop, log, onHot } = this.#options
    this.#notifier?.close()
    if (this.#workspace) desktop.clear()
    this.#workspace = workspace
    this.#focused = null
    this.#hot = []
    this.#counts = null
    this.#notifier =
      workspace &&
      new Notifier(
        {
          db: workspace.db,
          now,
          sync: () => {
            const { state, synced_at } = workspace.engine.status
            return { isOnline: state === 'online', isOffline: this.#isOffline(), synced_at }
          },
          settings,
          focused: () => this.#focused,
          isInUse: () => desktop.isInUse(),
          claim: (eventIds) => claimHotLeads(workspace, eventIds),
          tell: (telling) => desktop.tell(telling),
          withdraw: (about) => desktop.withdraw(about),
          onHot: (leads) => {
            this.#hot = leads.filter((lead) => isCalling(lead, now()))
            this.#show()
            onHot()
          },
          log,
        },
        workspace.db.syncedAt,
      )
    void this.#notifier?.look()
    void this.#count()
  }

  #isOffline(): boolean {
    const state = this.#workspace?.engine.status.state
    return state === 'offline' || state === 'blocked'
  }

  async #count(): Promise<void> {
    const workspace = this.#workspace
    // A cache that is being closed counts nothing any more.
    const counts = await workspace?.db.read('inbox.counts', null).catch(() => null)
    if (!counts || workspace !== this.#workspace) return
    this.#counts = counts
    this.#show()
  }

  #show(): void {
    const { desktop } = this.#options
    desktop.show({ phase: this.#phase, isOffline: this.#isOffline(), hot: this.#hot, counts: this.#counts })
  }
}
