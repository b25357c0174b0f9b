/** The network between desks and backend: every request and every answer waits for a step that says what becomes of it. */
import type { RestAnswer } from './gateway.ts'

interface Call {
  /** For the report. */
  label: string
  run: () => Promise<RestAnswer>
  /** Null while the request has not reached the server. */
  answer: RestAnswer | null
  /** Gets the answer; null when nobody waits any more: the caller gave up, or this is a copy made on the way. */
  receive: ((answer: RestAnswer) => void) | null
}

const BROKEN: RestAnswer = { status: 0, data: null, error: { message: 'fetch failed' } }
const TIMED_OUT: RestAnswer = { status: 0, data: null, error: { message: 'timeout' } }

/** What a backend, or something in front of it, may answer instead. */
const REFUSALS: RestAnswer[] = [
  { status: 401, data: null, error: { code: 'PGRST303', message: 'JWT expired' } },
  { status: 409, data: null, error: { message: 'Conflict' } },
  { status: 429, data: null, error: { message: 'Too many requests' } },
  { status: 500, data: null, error: { message: 'Internal error' } },
  { status: 503, data: null, error: { code: 'PGRST001', message: 'No connection to the database' } },
  { status: 500, data: null, error: { code: '57014', message: 'canceling statement due to statement timeout' } },
  { status: 500, data: null, error: { code: '40001', message: 'could not serialize access' } },
  { status: 504, data: null, error: { message: 'Gateway timeout' } },
]

/** Answers that are no longer what the server sent. */
const GARBLINGS: ((data: unknown) => unknown)[] = [
  () => null,
  (data) => ({ ...(data as object), protocol: 2 }),
  (data) => ({ ...(data as object), snapshot: undefined, outcomes: undefined }),
  renamed,
]

/** As a newer backend might answer: a column that this version does not know. */
function renamed(data: unknown): unknown {
  const { tables } = data as { tables?: { columns: string[] }[] }
  if (!tables || tables.length === 0) return { ...(data as object), protocol: 2 }
  return {
    ...(data as object),
    tables: tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => (column === 'id' ? 'identity' : column)),
    })),
  }
}

export class Network {
  #calls: Call[] = []

  get size(): number {
    return this.#calls.length
  }

  send(label: string, run: () => Promise<RestAnswer>): Promise<RestAnswer> {
    return new Promise((resolve) => this.#calls.push({ label, run, answer: null, receive: resolve }))
  }

  /** Brings one request to the server, or one answer back. */
  async deliver(pick: number): Promise<string> {
    const call = this.#calls[pick % this.#calls.length]
    if (!call) return 'nothing on its way'
    if (call.answer) return this.#give(call, call.answer)
    return this.#execute(call)
  }

  /** Brings every request to the server and every answer back, oldest first. Returns whether anything was on its way. */
  async deliverOne(): Promise<boolean> {
    const isBusy = this.#calls.length > 0
    if (isBusy) await this.deliver(0)
    return isBusy
  }

  /** A request or an answer that never arrives: the connection breaks. */
  lose(pick: number): string {
    return this.#each(pick, (call) => this.#give(call, BROKEN))
  }

  /** The caller gives up; what it sent still arrives some time. */
  timeOut(pick: number): string {
    return this.#each(pick, (call) => {
      const { label, run, answer } = call
      const given = this.#give(call, TIMED_OUT)
      if (!answer) this.#calls.push({ label: `${label} (late)`, run, answer: null, receive: null })
      return given
    })
  }

  /** A request that arrives twice. */
  duplicate(pick: number): string {
    return this.#each(pick, ({ label, run }) => {
      this.#calls.push({ label: `${label} (again)`, run, answer: null, receive: null })
      return `${label} twice`
    })
  }

  /** An error in place of the answer, whether the server acted on the request or not. */
  refuse(pick: number, variant: number): string {
    return this.#each(pick, (call) => this.#give(call, REFUSALS[variant % REFUSALS.length]!))
  }

  /** An answer cut short, or of another version. */
  garble(pick: number, variant: number): string {
    return this.#each(pick, (call) => {
      if (!call.answer || call.answer.error) return 'nothing to garble'
      const garbling = GARBLINGS[variant % GARBLINGS.length]!
      return this.#give(call, { ...call.answer, data: garbling(call.answer.data) })
    })
  }

  async #execute(call: Call): Promise<string> {
    const answer = await call.run()
    if (call.receive) call.answer = answer
    else this.#remove(call)
    return `${call.label} reached the server: ${answer.error ? (answer.error.code ?? answer.error.message) : 'ok'}`
  }

  #give(call: Call, answer: RestAnswer): string {
    this.#remove(call)
    call.receive?.(answer)
    return `${call.label} was answered: ${answer.error ? (answer.error.code ?? answer.error.message) : 'ok'}`
  }

  #remove(call: Call): void {
    this.#calls = this.#calls.filter((other) => other !== call)
  }

  #each(pick: number, change: (call: Call) => string): string {
    const call = this.#calls[pick % this.#calls.length]
    return call ? change(call) : 'nothing on its way'
  }
}
