import { reconcile } from './reconcile.ts'
import type { Desk, LiveQueryInput, LiveQueryName, LiveQueryOutputs } from '#shared/contract/ipc.ts'
import type { Failure, Result } from '#shared/contract/result.ts'

/** What a live query has answered so far. `value` survives failures and re-subscription; undefined before any answer. */
export interface LiveState<T> {
  value: T | undefined
  error: Failure | null
}

interface Entry {
  state: LiveState<unknown>
  listeners: Set<() => void>
  stop: (() => void) | null
}

/**
 * How long a query stays live after its last watcher, ms: the next screen mostly watches much of the same, and its first
 * frame does not wait for what the one before has to say.
 */
const LINGER_MS = 100

/** Answers of unwatched queries that are kept, so that going back to a screen shows it at once. */
const KEPT_IDLE = 60

const EMPTY: LiveState<never> = { value: undefined, error: null }

/** One subscription per distinct query, however many components watch it. */
export class LiveCache {
  readonly #desk: Pick<Desk, 'live'>
  readonly #afterFrame: (run: () => void) => void
  readonly #entries = new Map<string, Entry>()
  /** Answers that have come and are not told yet. */
  readonly #heard = new Map<Entry, Result<unknown>>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /**
   * @param afterFrame runs a function when the next frame has been painted. A first answer is told at once; what changes after
   * that, all together then, so that it holds up no frame that a key has asked for.
   */
  constructor(desk: Pick<Desk, 'live'>, afterFrame: (run: () => void) => void) {
    this.#desk = desk
    this.#afterFrame = afterFrame
  }

  /** The last known answer; the same object until the answer changes. */
  read<N extends LiveQueryName>(name: N, input: LiveQueryInput<N>): LiveState<LiveQueryOutputs[N]> {
    return (this.#entries.get(keyOf(name, input))?.state ?? EMPTY) as LiveState<LiveQueryOutputs[N]>
  }

  /** Calls `listener` after each change of the answer. Returns the way to stop. */
  watch<N extends LiveQueryName>(name: N, input: LiveQueryInput<N>, listener: () => void): () => void {
    const key = keyOf(name, input)
    const entry = this.#entries.get(key) ?? { state: EMPTY, listeners: new Set(), stop: null }
    this.#entries.set(key, entry)
    entry.listeners.add(listener)
    entry.stop ??= this.#subscribe(entry, name, input)
    return () => {
      entry.listeners.delete(listener)
      if (entry.listeners.size === 0) this.#timer ??= setTimeout(() => this.#stopUnwatched(), LINGER_MS)
    }
  }

  /** Forgets every answer: another user's data must never show. */
  clear(): void {
    this.#tellHeard()
    this.#stopUnwatched()
    for (const [key, entry] of this.#entries) if (!entry.stop) this.#entries.delete(key)
  }

  #stopUnwatched(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const [key, entry] of this.#entries) {
      if (entry.listeners.size > 0 || !entry.stop) continue
      entry.stop()
      entry.stop = null
      this.#retire(key, entry)
    }
  }

  #subscribe<N extends LiveQueryName>(entry: Entry, name: N, input: LiveQueryInput<N>): () => void {
    return this.#desk.live(name, input, (result) => {
      if (entry.state === EMPTY) {
        this.#tell(entry, result)
        return
      }
      const isFirst = this.#heard.size === 0
      this.#heard.set(entry, result)
      if (isFirst) this.#afterFrame(() => this.#tellHeard())
    })
  }

  #tellHeard(): void {
    const heard = [...this.#heard]
    this.#heard.clear()
    for (const [entry, result] of heard) this.#tell(entry, result)
  }

  #tell(entry: Entry, result: Result<unknown>): void {
    const { state } = entry
    const next = result.ok
      ? { value: reconcile(state.value, result.value), error: null }
      : { value: state.value, error: result.error }
    if (next.value === state.value && next.error === state.error && state !== EMPTY) return
    entry.state = next
    for (const listener of entry.listeners) listener()
  }

  #retire(key: string, entry: Entry): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const idle = [...this.#entries].filter(([, { stop }]) => stop === null)
    for (const [old] of idle.slice(0, Math.max(0, idle.length - KEPT_IDLE))) this.#entries.delete(old)
  }
}

function keyOf(name: string, input: unknown): string {
  return `${name} ${JSON.stringify(input)}`
}
