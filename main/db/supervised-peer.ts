/** A worker that is started again when it dies by itself. */
import { ExpectedError } from '#shared/contract/errors.ts'
import type { ChangeSet } from './changes.ts'
import { everythingChanged } from './changes.ts'
import { WorkerPeer } from './peer.ts'
import type { CallMap } from './peer.ts'
import type { Transport } from './transport.ts'

/** More deaths than this within a minute are no accident: it stays dead, and says so. */
const MOST_STARTS = 5
const WINDOW_MS = 60_000

export interface SupervisedPeerOptions<O> {
  /** Starts the far side. */
  connect: () => Transport
  /** Hears what the far side found when it opened the file, each time that it is started. */
  onOpened: (opened: O) => void
  /** Whether a call that the death cut off is asked again: of a reader it is, of a writer nobody knows what it did. */
  asksAgain: boolean
  /** Hears why a call failed. */
  onFailure?: (error: unknown) => void
}

/**
 * Calls wait while the worker is being started again, what it reported is reported as a change of everything, and what was
 * on its way is rejected or asked again. State lives in the file alone; what a dead writer had staged is gone, so rounds
 * compare `starts`.
 */
export class SupervisedPeer<M extends CallMap<M>, O> {
  readonly #options: SupervisedPeerOptions<O>
  readonly #listeners = new Set<(changes: ChangeSet) => void>()
  #peer: Promise<WorkerPeer<M>>
  #deaths: number[] = []
  #isEnding = false
  /** How often it was started. */
  starts = 0

  constructor(options: SupervisedPeerOptions<O>) {
    this.#options = options
    // Connected at once and opened by `open`, so that two of them start side by side.
    this.#peer = Promise.resolve(this.#connected())
  }

  async open(): Promise<void> {
    const peer = await this.#peer
    await this.#opened(peer)
  }

  async call<N extends keyof M & string>(name: N, input: M[N]['input']): Promise<M[N]['output']> {
    const peer = await this.#peer
    try {
      return await peer.call(name, input)
    } catch (error) {
      this.#options.onFailure?.(error)
      if (!peer.isDead || this.#isEnding || !this.#options.asksAgain) throw error
      return (await this.#peer).call(name, input)
    }
  }

  onChange(listener: (changes: ChangeSet) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async end(): Promise<void> {
    this.#isEnding = true
    await (await this.#peer.catch(() => null))?.end()
  }

  #connected(): WorkerPeer<M> {
    this.starts += 1
    const peer = new WorkerPeer<M>(this.#options.connect())
    peer.onChange((changes) => this.#report(changes))
    return peer
  }

  /** Only one that has once opened the file is started again: why it could not is for whoever opens it. */
  async #opened(peer: WorkerPeer<M>): Promise<void> {
    this.#options.onOpened(await peer.open<O>())
    peer.onDeath(() => this.#restart())
  }

  #restart(): void {
    if (this.#isEnding) return
    const now = performance.now()
    this.#deaths = [...this.#deaths.filter((at) => now - at < WINDOW_MS), now]
    this.#peer = this.#deaths.length > MOST_STARTS ? Promise.reject(givenUp()) : this.#anew()
    this.#peer.then(
      () => this.#report(everythingChanged()),
      () => this.#report(everythingChanged()), // what is asked now says why there is no answer
    )
  }

  async #anew(): Promise<WorkerPeer<M>> {
    const peer = this.#connected()
    try {
      await this.#opened(peer)
      return peer
    } catch (error) {
      await peer.end()
      throw error
    }
  }

  #report(changes: ChangeSet): void {
    for (const listener of this.#listeners) listener(changes)
  }
}

const givenUp = () =>
  new ExpectedError(
    'internal',
    'The local data keeps failing. Restart Leadline; what it has saved is safe on this device.',
  )
