/** One worker seen from main: numbered requests over a transport, answered in any order, and reported changes. */
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Failure } from '#shared/contract/result.ts'
import type { ChangeSet } from './changes.ts'
import type { Transport } from './transport.ts'

export interface Request {
  id: number
  name: string
  input: unknown
}

/** What a worker says: an answer to a request, or a change nobody asked for. */
export type Reply = { id: number; value: unknown } | { id: number; failure: Failure } | { changes: ChangeSet }

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

export type CallMap<M> = { [N in keyof M]: { input: unknown; output: unknown } }

/** Id of the request that opens the file, the first of every worker. */
export const OPENING = 0

export class WorkerPeer<M extends CallMap<M>> {
  readonly #transport: Transport
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<(changes: ChangeSet) => void>()
  #lastId = OPENING
  #ended: Error | null = null
  #onDeath: (() => void) | null = null
  #isEnding = false

  constructor(transport: Transport) {
    this.#transport = transport
    transport.onMessage((message) => this.#receive(message as Reply))
    transport.onClose((reason) => this.#close(reason))
  }

  /** Has the worker open the file; resolves with what it found. Comes before any call. */
  open<T>(): Promise<T> {
    return this.#ask(OPENING, 'open', null) as Promise<T>
  }

  call<N extends keyof M & string>(name: N, input: M[N]['input']): Promise<M[N]['output']> {
    return this.#ask(++this.#lastId, name, input)
  }

  onChange(listener: (changes: ChangeSet) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether the worker is gone. */
  get isDead(): boolean {
    return this.#ended !== null
  }

  /** Calls back when the worker has ended without having been asked to, at once if it has. */
  onDeath(listener: () => void): void {
    if (this.isDead && !this.#isEnding) listener()
    else this.#onDeath = listener
  }

  end(): Promise<void> {
    this.#isEnding = true
    return this.#transport.close()
  }

  #ask(id: number, name: string, input: unknown): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#transport.post({ id, name, input } satisfies Request)
    })
  }

  #receive(reply: Reply): void {
    if ('changes' in reply) {
      for (const listener of this.#listeners) listener(reply.changes)
      return
    }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('failure' in reply) waiting?.reject(new ExpectedError(reply.failure.code, reply.failure.message))
    else waiting?.resolve(reply.value)
  }

  #close(reason: Error | null): void {
    const message = this.#isEnding
      ? 'The local cache is closed.'
      : 'The local data had to be opened again. Look whether your last change is there, and if not, repeat it.'
    this.#ended = new ExpectedError('internal', message, { cause: reason ?? undefined })
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
    if (!this.#isEnding) this.#onDeath?.()
  }
}
