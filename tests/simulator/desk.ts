/** One rep's desktop: the product's own cache and replication, with everything around them simulated. */
import { NOBODY_WAITS } from '#main/db/write/courtesy.ts'
import { copyFileSync } from 'node:fs'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { NewMutation } from '#main/db/calls.ts'
import type { Connection } from '#main/db/connection.ts'
import type { Writer } from '#main/db/writer.ts'
import type { Pusher } from '#main/sync/push.ts'
import type { Remote } from '#main/sync/remote.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Cursor, PullRequest, PushMutation } from '#shared/replication/protocol.ts'
import { TABLE_NAMES } from '#shared/replication/tables.ts'
import { CacheEye } from './cache-checks.ts'
import type { ClientKit } from './client-kit.ts'
import { assertForward } from './cursors.ts'
import { LIVELY } from './gateway.ts'
import type { FunctionName, Gateway, RestAnswer, Shown } from './gateway.ts'
import type { Network } from './network.ts'
import { Crashed, DeskStore } from './store.ts'

const LIVELY_TABLES = TABLE_NAMES.filter((table) => LIVELY.has(table))
/** A scan with the page size of a delta would take a hundred calls. */
const LEAST_SCAN_ROWS = 70

export interface DeskOptions {
  name: string
  userId: string
  file: string
  key: Uint8Array
  kit: ClientKit
  network: Network
  gateway: Gateway
  rowsPerPage: number
  /** Whether rounds are compared with what the server shows; where that is done otherwise, it saves time. */
  looks: () => boolean
  now: () => number
  /** Hears of every push as it reaches the server. */
  onPushed: (clientId: string, mutations: PushMutation[]) => void
}

/** A change as the rep made it, to be found again wherever it ends. */
export interface Known {
  id: string
  name: string
  args: string
  at: number
}

export class Desk {
  readonly options: DeskOptions
  /** Every change this desk has queued, and those among them that the rep gave up or sent again. */
  readonly known = new Map<string, Known>()
  readonly decided = new Set<string>()
  /** What the rep took out of the vault, by {@link vaultKey}. */
  readonly discarded = new Set<string>()
  /** How far this desk's clock is off, milliseconds. */
  clockOff = 0
  #writer!: Writer
  #store!: DeskStore
  #eye!: CacheEye
  #remote!: Remote
  #pusher!: Pusher
  #isPulling = false
  #isPushing = false
  #armed: { when: 'before' | 'after'; skip: number } | null = null
  #highest: Cursor | null = null
  #failure: Error | null = null
  readonly #truths = new Map<string, Shown>()

  constructor(options: DeskOptions) {
    this.options = options
    this.#open()
  }

  get db(): Connection {
    return this.#writer.db
  }

  get isBusy(): boolean {
    return this.#isPulling || this.#isPushing
  }

  /** Runs one transaction of the rep's own; what the rep is refused is no fault. */
  own(work: (writer: Writer) => void): string {
    try {
      this.#store.own(work)
      this.#learn()
      return 'done'
    } catch (error) {
      if (error instanceof Crashed) return this.#restart()
      if (error instanceof ExpectedError && ['not_found', 'conflict', 'invalid_input'].includes(error.code)) {
        return `refused: ${error.code}`
      }
      throw error
    }
  }

  commit(mutation: NewMutation): string {
    return this.own(({ handlers }) => handlers.commit({ mutation, at: this.options.now() + this.clockOff }))
  }

  /** Starts a round unless one is under way. */
  pull(): string {
    if (this.#isPulling) return 'a pull is under way'
    this.#isPulling = true
    const { kit, rowsPerPage, now } = this.options
    const round = kit.pullRound({
      store: this.#store,
      remote: this.#remote,
      now,
      // Always the same: how long a call takes must not decide what happens.
      budget: { rows: rowsPerPage, spent: () => {}, exceeded: () => {} },
      onProgress: () => {},
      signal: new AbortController().signal,
    })
    void this.#follow(round, () => (this.#isPulling = false))
    return 'begun'
  }

  /** Sends a batch unless one is under way. */
  push(): string {
    if (this.#isPushing) return 'a push is under way'
    this.#isPushing = true
    void this.#follow(this.#pusher.pushBatch(), () => (this.#isPushing = false))
    return 'begun'
  }

  /** The application will die at a coming transaction. */
  arm(when: 'before' | 'after', skip: number): void {
    this.#armed = { when, skip }
  }

  /** The application will not die after all. */
  disarm(): void {
    this.#armed = null
  }

  /** What a task ran into since the last call; the application is started again if it died. */
  settleDown(): void {
    const failure = this.#failure
    this.#failure = null
    if (failure instanceof Crashed) this.#restart()
    else if (failure) throw failure
  }

  /** A copy of this desk's files, in use at the same time. */
  copyTo(options: Pick<DeskOptions, 'name' | 'file'>): Desk {
    this.db.pragma('wal_checkpoint(truncate)')
    copyFileSync(this.options.file, options.file)
    const copy = new Desk({ ...this.options, ...options })
    copy.#highest = this.#highest
    for (const id of this.decided) copy.decided.add(id)
    for (const entry of this.discarded) copy.discarded.add(entry)
    for (const [id, change] of this.known) copy.known.set(id, change)
    return copy
  }

  /** Compares everything that the server shows this rep with what the cache has of the server. */
  checkConverged(shown: Shown): void {
    this.#eye.checkEquals(shown, TABLE_NAMES, 'convergence')
  }

  close(): void {
    this.#store.die()
  }

  #open(): void {
    const { kit, file, key, userId } = this.options
    this.#writer = kit.openWriter({ file, key, userId, onChange: () => {}, courtesy: NOBODY_WAITS })
    this.#eye = new CacheEye(this.#writer.db, userId)
    this.#store = new DeskStore(this.#writer, {
      diesHere: (when) => this.#diesHere(when),
      onTransaction: () => this.#eye.checkFold(),
      onRound: (cursor) => this.#onRound(cursor),
    })
    this.#remote = kit.createSupabaseRemote({
      client: this.#client(),
      ensureSession: () => Promise.resolve(),
      renewSession: () => Promise.resolve(),
      signal: new AbortController().signal,
    })
    this.#pusher = kit.createPusher(this.#store, this.#remote)
    this.#eye.checkFold()
    this.#learn()
  }

  #restart(): string {
    this.#isPulling = false
    this.#isPushing = false
    this.#open()
    return 'died and was started again'
  }

  #diesHere(when: 'before' | 'after'): boolean {
    if (this.#armed?.when !== when) return false
    if (this.#armed.skip-- > 0) return false
    this.#armed = null
    return true
  }

  async #follow(task: Promise<unknown>, end: () => void): Promise<void> {
    const store = this.#store
    try {
      await task
    } catch (error) {
      // A task of a run that has ended has nothing to say.
      if (store !== this.#store) return
      if (!this.#isExpected(error)) this.#failure = error as Error
    }
    if (store === this.#store) end()
  }

  #isExpected(error: unknown): boolean {
    return (
      error instanceof this.options.kit.RemoteError || (error instanceof ExpectedError && error.code === 'incompatible')
    )
  }

  #onRound(cursor: Cursor): void {
    assertForward(this.#highest, cursor)
    this.#highest = cursor
    const truth = cursor.snapshot === null ? undefined : this.#truths.get(cursor.snapshot)
    this.#truths.clear()
    if (truth) this.#eye.checkEquals(truth, LIVELY_TABLES, 'atomic pulls, own writes, no flicker')
  }

  /** Changes queued here that were not known yet, e.g. one whose commit the application did not live to hear of. */
  #learn(): void {
    for (const change of this.db.prepare<[], Known>('select id, name, args, at from outbox').all()) {
      if (!this.known.has(change.id)) this.known.set(change.id, change)
    }
  }

  /** supabase-js, as far as replication uses it, over the simulated network. */
  #client(): SupabaseClient {
    const rpc = (name: FunctionName, args: Record<string, unknown>) => ({
      abortSignal: () => this.#send(name, args),
    })
    return { rpc } as unknown as SupabaseClient
  }

  #send(name: FunctionName, args: Record<string, unknown>): Promise<RestAnswer> {
    const { gateway, network, userId, name: desk } = this.options
    const sent = structuredClone(args)
    if (name === 'sync_pull' && (sent['p_cursor'] as PullRequest).snapshot === null) {
      sent['p_budget'] = { rows: Math.max(LEAST_SCAN_ROWS, this.options.rowsPerPage) }
    }
    // Also what replication itself has queued anew.
    if (name === 'sync_push') this.#learn()
    return network.send(`${name} of ${desk}`, () => {
      if (name === 'sync_push') this.options.onPushed(sent['p_client'] as string, sent['p_mutations'] as PushMutation[])
      const isOpening =
        this.options.looks() && name === 'sync_pull' && (sent['p_cursor'] as PullRequest).position === null
      const onShown = (snapshot: string, shown: Shown) => void this.#truths.set(snapshot, shown)
      return gateway.call({ userId, desk }, name, sent, isOpening ? onShown : undefined)
    })
  }
}

/** What identifies an entry of the vault. */
export const vaultKey = ({ name, args, at }: Pick<Known, 'name' | 'args' | 'at'>): string => `${name} ${at} ${args}`
