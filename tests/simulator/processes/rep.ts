import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from '#main/db/connection.ts'
import type { Connection } from '#main/db/connection.ts'
import { startChaosProxy, type ChaosProxy, type ChaosOptions } from '#tests/support/chaos-proxy.ts'
import type { Member } from '#tests/support/database.ts'
import { cacheOf } from './files.ts'
import type { Report, Request } from './protocol.ts'

type State = Extract<Report, { what: 'state' }>

const SCRIPT = join(import.meta.dirname, 'rep-process.ts')
/** For what has to come sooner or later; longer than any wait of the app's own. */
const PATIENCE_MS = 60_000

/** A rep at a desktop that can be killed and started again; what it acknowledged is remembered here. */
export class Rep {
  readonly member: Member
  /** Changes that the desktop acknowledged as durable. */
  readonly kept = new Set<string>()
  readonly proxy: ChaosProxy
  readonly #anonKey: string
  readonly #directory: string
  readonly #listeners = new Set<() => void>()
  #process: ChildProcess | null = null
  #state: State | null = null
  #lastWords = ''

  private constructor(member: Member, proxy: ChaosProxy, anonKey: string, directory: string) {
    this.member = member
    this.proxy = proxy
    this.#anonKey = anonKey
    this.#directory = directory
  }

  /** @param directory an empty folder of the rep's own */
  static async at(
    backend: { url: string; anonKey: string },
    member: Member,
    directory: string,
    chaos: ChaosOptions,
  ): Promise<Rep> {
    return new Rep(member, await startChaosProxy(backend.url, chaos), backend.anonKey, directory)
  }

  get isRunning(): boolean {
    return this.#process !== null
  }

  get state(): State | null {
    return this.#state
  }

  /** Starts the desktop; resolves when it can be written to. */
  async start(): Promise<void> {
    const { email, password } = this.member
    const args = [SCRIPT, this.#directory, this.proxy.url, this.#anonKey, email, password]
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process = child
    this.#state = null
    child.stderr.on('data', (text: Buffer) => (this.#lastWords = text.toString()))
    let isReady = false
    createInterface({ input: child.stdout }).on('line', (line) => {
      const report = JSON.parse(line) as Report
      if (report.what === 'kept') this.kept.add(report.id)
      else if (report.what === 'state') this.#state = report
      else isReady = true
      for (const listener of this.#listeners) listener()
    })
    child.once('exit', () => {
      if (this.#process === child) this.#process = null
      for (const listener of this.#listeners) listener()
    })
    await this.until(() => isReady, 'a started desktop')
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const child = this.#process
    if (!child) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  ask(request: Request): void {
    this.#process?.stdin?.write(`${JSON.stringify(request)}\n`)
  }

  /** Resolves when the condition holds, looked at after each report of the process. */
  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        this.#listeners.delete(look)
        settle()
      }
      const look = () => {
        if (condition()) finish(resolve)
        else if (!this.#process) finish(() => reject(new Error(`The desktop ended before ${what}: ${this.#lastWords}`)))
      }
      const timer = setTimeout(() => finish(() => reject(new Error(`Waited in vain for ${what}`))), PATIENCE_MS)
      this.#listeners.add(look)
      look()
    })
  }

  /** Opens the cache file beside the desktop, to look into. */
  cache(): Connection {
    const { file, key } = cacheOf(this.#directory)
    return connect(file, { key, readonly: true })
  }

  async close(): Promise<void> {
    await this.kill()
    await this.proxy.close()
  }
}
