/** The search worker's role: keeps the index where the cache is, and answers searches between its steps. */
import { setTimeout as delay } from 'node:timers/promises'
import { emptyChanges } from '../changes.ts'
import type { ChangeSet } from '../changes.ts'
import type { CacheFile } from '../cache-file.ts'
import { connect } from '../connection.ts'
import type { Connection } from '../connection.ts'
import { isCorrupt } from '../failures.ts'
import { Builder } from './builder.ts'
import type { Indexes } from './builder.ts'
import { Coverage } from './coverage.ts'
import { CACHE_PAGES_KIB, deleteSearchFile, openIndexFile } from './index-file.ts'
import { KINDS } from './kinds.ts'
import { Names } from './names.ts'
import type { SearchCalls } from './search-calls.ts'
import { Search } from './search.ts'
import { TextIndex } from './text-index.ts'

/** How often the progress of a long build is told. */
const REPORT_EVERY_MS = 400
/** While rows keep coming they are gathered this long: many small pieces make an index slow. */
const GATHER_MS = 250
/** Quiet time after which the index is tidied. */
const IDLE_MS = 1000
/** A full disk is looked at again after this. */
const RETRY_MS = 15_000

export interface SearcherOptions extends CacheFile {
  /** Hears that the index has moved on. */
  onChange: (changes: ChangeSet) => void
  /** Lets searches that have arrived in the meantime be answered. */
  pause: () => Promise<void>
}

export interface Searcher {
  handlers: { [N in keyof SearchCalls]: (input: SearchCalls[N]['input']) => SearchCalls[N]['output'] }
  /** The index cannot be read: deletes it and ends the worker, which is started again and builds a new one. */
  startAnew: (reason: unknown) => never
  /** Resolves when all that is known of has been taken in. */
  settled: () => Promise<void>
  close: () => void
}

export function openSearcher({ file, key, onChange, pause }: SearcherOptions): Searcher {
  const cache = connect(file, { key, readonly: true })
  cache.pragma(`cache_size = -${CACHE_PAGES_KIB}`)
  const cacheId = cache.prepare<[], string>(`select value from meta where key = 'client_id'`).pluck().get()!
  const db = openIndexFile(file, key, cacheId)
  const names = new Names(db)
  const indexes = Object.fromEntries(KINDS.map((kind) => [kind, new TextIndex(db, kind)])) as Indexes
  const builder = new Builder(db, cache, indexes, names)
  const search = new Search(cache, indexes, names)
  const coverage = new Coverage(db, cache)
  const startAnew = (reason: unknown): never => {
    db.close()
    deleteSearchFile(file)
    throw reason
  }
  const report = () => {
    coverage.forget()
    onChange({ ...emptyChanges(), search: { seen: builder.logMark } })
  }
  const upkeep = new Upkeep({ builder, report, pause, startAnew })
  upkeep.changed()
  return {
    handlers: {
      'search.results': inTransaction(cache, (input: SearchCalls['search.results']['input']) =>
        search.run(input, Date.now()),
      ),
      'search.coverage': inTransaction(cache, () => coverage.now(upkeep.isBuilding, Date.now())),
      changed: () => {
        upkeep.changed()
        return null
      },
      isDone: () => upkeep.isDone,
    },
    startAnew,
    settled: () => upkeep.settled,
    close() {
      upkeep.stop()
      db.close()
      cache.close()
    },
  }
}

interface UpkeepOptions {
  builder: Builder
  report: () => void
  pause: () => Promise<void>
  startAnew: (reason: unknown) => never
}

/** Runs the builder whenever there is something new, and tidies up when there is not. */
class Upkeep {
  readonly #options: UpkeepOptions
  #hasNews = false
  #running: Promise<void> | null = null
  #isStopped = false
  #isTidying = false
  #timer: NodeJS.Timeout | null = null

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  get isBuilding(): boolean {
    return this.#running !== null
  }

  get isDone(): boolean {
    return !this.isBuilding && !this.#isTidying && this.#timer === null
  }

  get settled(): Promise<void> {
    return this.#running ?? Promise.resolve()
  }

  changed(): void {
    this.#hasNews = true
    this.#clearTimer()
    this.#running ??= this.#catchUp()
  }

  stop(): void {
    this.#isStopped = true
    this.#clearTimer()
  }

  #clearTimer(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  async #catchUp(): Promise<void> {
    const { builder, report } = this.#options
    let reportedAt = performance.now()
    try {
      while (this.#hasNews && !this.#isStopped) {
        this.#hasNews = false
        await this.#inSteps(builder.catchUp(), () => {
          if (performance.now() - reportedAt < REPORT_EVERY_MS) return
          reportedAt = performance.now()
          report()
        })
        if (this.#hasNews) await delay(GATHER_MS, undefined, { ref: false })
      }
      this.#later(IDLE_MS, () => void this.#tidy())
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#running = null
    }
    if (!this.#isStopped) report()
  }

  async #tidy(): Promise<void> {
    this.#isTidying = true
    try {
      // News come first: what is left to tidy is tidied in the next quiet moment.
      await this.#inSteps(
        this.#options.builder.tidy(),
        () => {},
        () => this.#running !== null,
      )
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#isTidying = false
    }
  }

  async #inSteps(steps: Generator<void>, after: () => void, isEnough = () => false): Promise<void> {
    for (const _ of steps) {
      after()
      await this.#options.pause()
      if (this.#isStopped || isEnough()) return
    }
  }

  /** Nobody asked for this, so nobody is told: a full disk or a locked file is tried again, a damaged index built anew. */
  #failed(error: unknown): void {
    if (isCorrupt(error)) this.#options.startAnew(error)
    this.#later(RETRY_MS, () => this.changed())
  }

  #later(ms: number, work: () => void): void {
    if (this.#isStopped) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      work()
    }, ms)
    this.#timer.unref()
  }
}

function inTransaction<I, O>(db: Connection, query: (input: I) => O): (input: I) => O {
  const transaction = db.transaction((input: I) => query(input))
  return (input) => transaction.deferred(input)
}
