import type { Readable, Writable } from 'node:stream'
import type { CdpEvent, Command, Parameters, Result } from './devtools-protocol.ts'

interface Pending {
  method: string
  resolve: (result: never) => void
  reject: (error: Error) => void
}

type Message = { sessionId?: string } & (
  | { id: number; result?: unknown; error?: { message: string } }
  | (CdpEvent & { id?: undefined })
)

/** The DevTools Protocol over a pair of pipes: JSON messages that end with a NUL character. */
export class CdpConnection {
  readonly #write: Writable
  readonly #pending = new Map<number, Pending>()
  readonly #listeners = new Map<string, (event: CdpEvent) => void>()
  #lastId = 0
  #unfinished = ''
  /** Resolves when the other end is gone. Commands still waiting are dropped, like calls into a destroyed window. */
  readonly closed: Promise<void>

  constructor(write: Writable, read: Readable) {
    this.#write = write
    // Writing to a Chromium that just went away; `closed` tells whoever needs to know.
    write.on('error', () => {})
    read.setEncoding('utf8').on('data', (text: string) => this.#receive(text))
    this.closed = new Promise((resolve) => read.once('close', resolve))
  }

  /** Sends a command to a session, or to the browser itself without one. Rejects with the protocol's error message. */
  send<C extends Command>(method: C, params: Parameters<C>, sessionId?: string): Promise<Result<C>> {
    if (this.#write.destroyed) return Promise.reject(new Error(`${method}: Chromium is gone`))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject })
      this.#write.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  /** The listener gets every event of that session; the browser's own events come without a session. */
  listen(sessionId: string | undefined, listener: (event: CdpEvent) => void): void {
    this.#listeners.set(sessionId ?? '', listener)
  }

  unlisten(sessionId: string): void {
    this.#listeners.delete(sessionId)
  }

  #receive(text: string): void {
    const messages = (this.#unfinished + text).split('\0')
    this.#unfinished = messages.pop() ?? ''
    for (const message of messages) this.#dispatch(JSON.parse(message) as Message)
  }

  #dispatch(message: Message): void {
    if (message.id === undefined) {
      this.#listeners.get(message.sessionId ?? '')?.(message)
      return
    }
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.error) pending?.reject(new Error(`${pending.method}: ${message.error.message}`))
    else pending?.resolve(message.result as never)
  }
}

/** One attached page or frame. */
export class CdpSession {
  readonly id: string
  readonly #connection: CdpConnection

  constructor(connection: CdpConnection, id: string) {
    this.#connection = connection
    this.id = id
  }

  send<C extends Command>(method: C, params: Parameters<C>): Promise<Result<C>> {
    return this.#connection.send(method, params, this.id)
  }

  listen(listener: (event: CdpEvent) => void): void {
    this.#connection.listen(this.id, listener)
  }

  /** Another session of the same connection, such as that of a frame in its own process. */
  sibling(id: string): CdpSession {
    return new CdpSession(this.#connection, id)
  }
}
