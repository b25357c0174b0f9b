/**
 * The search worker as the database client sees it: started a moment after everything else, told what is new, and ended
 * while nobody searches and nothing is new, for a thread takes memory.
 */
import type { Opened, Writes } from '../calls.ts'
import type { ChangeSet } from '../changes.ts'
import { SupervisedPeer } from '../supervised-peer.ts'
import type { Transport } from '../transport.ts'
import type { SearchCalls, SearchReads } from './search-calls.ts'

/** The first screen comes first. */
const START_AFTER_MS = 1000

/** With nothing to do for so long it ends. The next news, or whoever opens the search, starts it again. */
const REST_AFTER_MS = 30_000

const SEARCHED = ['leads', 'contact_points', 'messages', 'notes'] as const

/** Whether a query is for the search worker. */
export const isSearch = (name: string): name is keyof SearchReads => name.startsWith('search.')

export class SearchClient {
  readonly #connect: () => Transport
  readonly #writer: Pick<SupervisedPeer<Writes, Opened>, 'call' | 'onChange'>
  readonly #listeners = new Set<(changes: ChangeSet) => void>()
  #timer: NodeJS.Timeout
  readonly #stop: () => void
  #peer: SupervisedPeer<SearchCalls, null> | null = null
  #opening: Promise<void> | null = null
  #ending: Promise<void> | undefined
  #isStarted = false
  #isEnded = false
  #asked = 0
  #seen = 0

  constructor(connect: () => Transport, writer: Pick<SupervisedPeer<Writes, Opened>, 'call' | 'onChange'>) {
    this.#connect = connect
    this.#writer = writer
    this.#stop = writer.onChange((changes) => {
      if (this.#isStarted && SEARCHED.some((table) => changes.tables[table])) this.#quietly(this.#call('changed', null))
    })
    this.#timer = setTimeout(() => this.#quietly(this.#opened()), START_AFTER_MS)
    this.#timer.unref()
  }

  ask<N extends keyof SearchReads>(name: N, input: SearchReads[N]['input']): Promise<SearchCalls[N]['output']> {
    return this.#call(name, input)
  }

  onChange(listener: (changes: ChangeSet) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async end(): Promise<void> {
    this.#isEnded = true
    clearTimeout(this.#timer)
    this.#stop()
    await Promise.all([this.#ending, this.#peer?.end()])
  }

  async #call<N extends keyof SearchCalls>(name: N, input: SearchCalls[N]['input']): Promise<SearchCalls[N]['output']> {
    this.#asked += 1
    this.#restLater()
    await this.#opened()
    return this.#peer!.call(name, input)
  }

  #restLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#quietly(this.#rest()), REST_AFTER_MS)
    this.#timer.unref()
  }

  async #rest(): Promise<void> {
    const peer = this.#peer
    const asked = this.#asked
    if (!peer || this.#isEnded) return
    const isDone = await peer.call('isDone', null)
    // Something was asked meanwhile, and rest put off.
    if (asked !== this.#asked || peer !== this.#peer) return
    if (!isDone) return this.#restLater()
    this.#peer = null
    this.#opening = null
    this.#ending = peer.end()
    await this.#ending
  }

  /** Opens the index once; what failed is tried again when search is asked next. */
  #opened(): Promise<void> {
    this.#opening ??= this.#open().catch(async (error: unknown) => {
      await this.#peer?.end()
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<void> {
    await this.#ending
    this.#isStarted = true
    this.#restLater()
    const peer = new SupervisedPeer<SearchCalls, null>({
      connect: this.#connect,
      onOpened: () => {},
      asksAgain: true,
    })
    this.#peer = peer
    peer.onChange((changes) => this.#report(changes))
    await peer.open()
  }

  #report(changes: ChangeSet): void {
    const seen = changes.search?.seen ?? 0
    if (seen > this.#seen && !this.#isEnded) {
      this.#seen = seen
      this.#quietly(this.#writer.call('searchSeen', { seen }))
    }
    for (const listener of this.#listeners) listener(changes)
  }

  /** Nobody waits for this. A search says for itself why it has no answer, and the log that stays is read again. */
  #quietly(work: Promise<unknown>): void {
    work.catch(() => {})
  }
}
