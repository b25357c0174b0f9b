import type { Failure } from '#shared/contract/result.ts'
import type { SyncState, SyncStatus } from '#shared/contract/read-models.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import { backoffDelay } from './backoff.ts'
import { Loop } from './loop.ts'
import { createPace, type Pace } from './pace.ts'
import { createPageBudget } from './page-budget.ts'
import { pullRound, type PullStore } from './pull.ts'
import { createPusher, type PushStore } from './push.ts'
import { FAILURE_CODES, RemoteError, type Remote } from './remote.ts'
import { watchForSleep } from './sleep-watch.ts'

export interface EngineStore extends PullStore, PushStore {
  backlog(): Promise<{ pending: number; attention: number }>
}

export interface EngineOptions {
  store: EngineStore
  remote: Remote
  organizationId: string
  now: () => number
  random: () => number
  log: { info(event: string, data?: object): void; warn(event: string, data?: object): void }
  onStatus: (status: SyncStatus) => void
  /** The backend says that the session is over. */
  onUnauthenticated: () => void
}

export type WakeReason = 'poke' | 'write' | 'resume' | 'user'

/** Pull even when nobody rang, since pokes may be lost. */
const POLL_MS = 60_000
const ROWS_PER_PAGE = 4_000
/** When the rep's own change was settled and no poke came: pull nevertheless, once. */
const CONFIRM_MS = 1_500

/**
 * Keeps one rep's cache and the backend in step: a pull loop and a push loop that never wait for each other, woken by pokes,
 * by the rep's writes, by a timer and by the network's return.
 */
export class SyncEngine {
  readonly #options: EngineOptions
  readonly #pull: Loop
  readonly #push: Loop
  readonly #abort = new AbortController()
  readonly #pace: Pace
  #status: SyncStatus
  #poll: NodeJS.Timeout | undefined
  #later: { timer: NodeJS.Timeout; at: number } | undefined
  #unwatch: (() => void) | undefined
  #unlisten: (() => void) | undefined
  #hearsPokes = false

  constructor(options: EngineOptions, syncedAt: number | null) {
    this.#options = options
    this.#status = {
      state: 'connecting',
      since: options.now(),
      pending: 0,
      attention: 0,
      synced_at: syncedAt,
      progress: null,
      error: null,
      retry_at: null,
    }
    this.#pace = createPace(options.now, options.random)
    const budget = createPageBudget(ROWS_PER_PAGE)
    const pusher = createPusher(options.store, options.remote)
    this.#push = new Loop({
      step: async () => {
        const sent = await pusher.pushBatch()
        if (sent) {
          this.#pace.pushed()
          await this.refreshCounts()
          // What was pushed comes back with a pull, and the server's poke asks for it, if it can be heard.
          if (this.#status.state !== 'online') this.#pull.wakeNow()
          else this.#pullIn(this.#hearsPokes ? CONFIRM_MS : 0)
        }
        return sent
      },
      onSuccess: () => {},
      onError: (error, attempt) => this.#onError('push', error, attempt),
    })
    this.#pull = new Loop({
      step: async () => {
        this.#forgetLater()
        const from = performance.now()
        await pullRound({
          store: options.store,
          remote: options.remote,
          now: options.now,
          budget,
          signal: this.#abort.signal,
          onProgress: (received, expected) => this.#onProgress(received, expected),
        })
        this.#pace.pulled(performance.now() - from)
        return false
      },
      onSuccess: () => this.#onPulled(),
      onError: (error, attempt) => this.#onError('pull', error, attempt),
    })
  }

  get status(): SyncStatus {
    return this.#status
  }

  start(): void {
    const { remote, organizationId } = this.#options
    this.#unlisten = remote.listen(organizationId, {
      onPoke: () => this.wake('poke'),
      onUp: () => {
        this.#hearsPokes = true
        const delay = this.#pace.afterReconnect()
        if (delay === 0) this.wake('resume')
        else this.#pullIn(delay)
      },
      onDown: () => {
        this.#hearsPokes = false
        this.#pull.wake()
      },
    })
    this.#poll = setInterval(() => this.#pull.wake(), POLL_MS)
    this.#unwatch = watchForSleep(this.#options.now, () => this.wake('resume'))
    void this.refreshCounts()
    this.wake('resume')
  }

  wake(reason: WakeReason): void {
    if (reason === 'poke') this.#pullIn(this.#pace.afterPoke())
    else if (reason === 'write') {
      void this.refreshCounts()
      this.#push.wake()
    } else {
      this.#pull.wakeNow()
      this.#push.wakeNow()
    }
  }

  /** Ends both loops after the step under way; what was not settled is sent again by the next engine. */
  async stop(): Promise<void> {
    clearInterval(this.#poll)
    this.#forgetLater()
    this.#unwatch?.()
    this.#unlisten?.()
    this.#abort.abort(new RemoteError('network', 'stopped'))
    await Promise.all([this.#pull.stop(), this.#push.stop()])
  }

  /** Counts of the outbox, after anything that changes it. */
  async refreshCounts(): Promise<void> {
    const { signal } = this.#abort
    const backlog = await this.#options.store.backlog().catch((error: unknown) => {
      if (signal.aborted) return null // the cache was closed meanwhile
      throw error
    })
    if (backlog && !signal.aborted) this.#set(backlog)
  }

  /** Pulls after a while, unless that is to happen earlier anyway. */
  #pullIn(ms: number): void {
    if (ms === 0) return this.#pull.wake()
    const at = performance.now() + ms
    if (this.#abort.signal.aborted || (this.#later && this.#later.at <= at)) return
    this.#forgetLater()
    this.#later = { timer: setTimeout(() => this.#pull.wake(), ms), at }
  }

  #forgetLater(): void {
    clearTimeout(this.#later?.timer)
    this.#later = undefined
  }

  #onProgress(received: number, expected: number | null): void {
    this.#set({ state: 'catching_up', progress: { received, expected } })
  }

  #onPulled(): void {
    const wasAway = this.#status.state !== 'online'
    this.#set({ state: 'online', progress: null, error: null, retry_at: null, synced_at: this.#options.now() })
    void this.refreshCounts()
    if (wasAway) this.#push.wakeNow()
  }

  #onError(loop: 'pull' | 'push', error: unknown, attempt: number): number {
    const failure = failureOf(error)
    const cause = error instanceof RemoteError ? error.code : error instanceof Error ? error.name : 'unknown'
    this.#options.log.warn(`sync.${loop}.failed`, { cause, attempt })
    if (error instanceof RemoteError && error.code === 'unauthenticated') this.#options.onUnauthenticated()
    if (error instanceof RemoteError && error.code === 'restored') this.#pull.wakeNow()
    const { random, now } = this.#options
    const delay = backoffDelay(error, attempt, random())
    this.#set({ state: stateOf(error), progress: null, error: failure, retry_at: now() + delay })
    return delay
  }

  #set(change: Partial<SyncStatus>): void {
    const next = { ...this.#status, ...change }
    if (next.state !== this.#status.state) next.since = this.#options.now()
    if (JSON.stringify(next) === JSON.stringify(this.#status)) return
    this.#status = next
    this.#options.onStatus(next)
  }
}

/** Which state of the status pill an error means: no answer is `offline`, an answer that cannot be used is `blocked`. */
function stateOf(error: unknown): SyncState {
  if (!(error instanceof RemoteError)) return 'blocked'
  if (error.code === 'restored') return 'catching_up'
  return error.code === 'incompatible' || error.code === 'forbidden' ? 'blocked' : 'offline'
}

export function failureOf(error: unknown): Failure {
  if (error instanceof RemoteError) return { code: FAILURE_CODES[error.code], message: error.message }
  if (error instanceof ExpectedError) return { code: error.code, message: error.message }
  return { code: 'internal', message: 'Syncing stopped because of a fault in Leadline. It will be tried again.' }
}
