import { basename } from 'node:path'
import type { ImportFile, ImportJob, ImportState, PastImport } from '#shared/contract/areas/import.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import { uuidv7 } from '#shared/domain/ids.ts'
import { rowReader } from '#shared/domain/import/row.ts'
import { suggestMapping } from '#shared/domain/import/suggest.ts'
import type { ColumnMapping } from '#shared/domain/import/targets.ts'
import type { Log } from '../support/log.ts'
import { backoffDelay } from '../sync/backoff.ts'
import { failureOf } from '../sync/engine.ts'
import type { ImportRemote, RemoteImport } from '../sync/import-remote.ts'
import { RemoteError } from '../sync/remote.ts'
import { batchesOf, oneAhead, type Batch } from './batches.ts'
import { isPassing, newJob, requestOf, type RunOptions } from './import-job.ts'
import { readKeptImport, type KeptImport } from './kept-import.ts'
import { writeReport } from './report-file.ts'
import type { KnownFormat, Table } from './table.ts'
import { UnreadableFile } from './unreadable-file.ts'

/** Rows that are taken back per transaction of the server: a second's work of a slow one. */
const UNDONE_AT_ONCE = 500
/** Imports that are listed. */
const HISTORY = 20
/** Rows that the page gets to see. */
const SHOWN_ROWS = 20

export interface ImportsOptions {
  remote: ImportRemote
  /** What is to be remembered of an import that is under way; null: nothing. */
  store: { keptImport: () => Promise<string | null>; keepImport: (kept: string | null) => Promise<void> }
  /** ISO 3166 alpha-2 of the organisation. */
  country: () => Promise<string>
  /** Waits so many milliseconds; rejects when the signal ends it. */
  rest: (ms: number, signal: AbortSignal) => Promise<void>
  now: () => number
  random: () => number
  log: Log
  /** `state` is another. */
  onChange: () => void
  /** Leads were written on the server. */
  onWritten: () => void
}

/** What reads files is loaded with the first one: no start waits for it. */
const readers = () => import('./table.ts')

/** The import of one workspace: the file that was chosen, and the one job that may be under way. */
export class Imports {
  readonly #options: ImportsOptions
  #file: { path: string; table: Table; known: KnownFormat; shown: ImportFile } | null = null
  #job: ImportJob | null = null
  #kept: KeptImport | null = null
  #underWay: { stop: AbortController; ended: Promise<void> } | null = null

  constructor(options: ImportsOptions) {
    this.#options = options
  }

  get state(): Omit<ImportState, 'writing'> {
    return { file: this.#file?.shown ?? null, job: this.#job }
  }

  /** Finds what the end of the application interrupted. */
  async open(): Promise<void> {
    const kept = readKeptImport(await this.#options.store.keptImport())
    if (!kept || this.#job) return
    this.#kept = kept
    this.#tell({ ...newJob(kept, 'import'), state: 'interrupted' })
  }

  /**
   * Reads a file to its end; it is the chosen one then.
   * @throws UnreadableFile; `conflict` while an import is under way or waits to be gone on with
   */
  async choose(path: string, known: KnownFormat = {}): Promise<void> {
    this.#requireIdle()
    if (this.#kept) {
      throw new ExpectedError('conflict', 'An import was stopped. Go on with it, undo it, or put it away first.')
    }
    const table = await (await readers()).inspectTable(path, known)
    const sample = table.sample.map(({ cells }) => cells)
    const shown: ImportFile = {
      name: basename(path),
      bytes: table.bytes,
      format: table.format,
      columns: table.columns,
      sample: sample.slice(0, SHOWN_ROWS).map((cells) => cells.map((cell) => cell.slice(0, 200))),
      row_count: table.rowCount,
      suggested: suggestMapping(table.columns, sample, await this.#options.country()),
    }
    this.#file = { path, table, known, shown }
    this.#tell(null)
  }

  /** @throws as {@link choose}; `not_found` when none is chosen */
  async readAs(known: KnownFormat): Promise<void> {
    const { path, known: before } = this.#requireFile()
    await this.choose(path, { ...before, ...known })
  }

  /**
   * Begins to import the chosen file, or to try it.
   * @returns the import's id
   * @throws what the server refuses at once; `conflict` while another is under way
   */
  async run(options: RunOptions): Promise<string> {
    this.#requireIdle()
    const { path, table, known } = this.#requireFile()
    const request = requestOf(uuidv7(this.#options.now()), path, table, options)
    const kept = { path, file_name: basename(path), sha256: table.sha256, known, total: table.rowCount, request }
    await this.#begin(kept, table)
    return request.id
  }

  /**
   * Goes on with an import that was stopped.
   * @throws UnreadableFile when the file is gone or another; `not_found` when there is none
   */
  async resume(): Promise<void> {
    this.#requireIdle()
    const kept = this.#kept
    if (!kept) throw new ExpectedError('not_found', 'There is no import to go on with.')
    const table = await (await readers()).inspectTable(kept.path, kept.known)
    if (table.sha256 !== kept.sha256) {
      throw new UnreadableFile(
        'changed',
        'The file has changed since the import began. Undo the import and start anew.',
      )
    }
    await this.#begin(kept, table)
  }

  /** Stops after the rows in hand, and waits until it has. */
  async cancel(): Promise<void> {
    this.#underWay?.stop.abort()
    await this.#underWay?.ended
  }

  /** Begins to take an import back. */
  async undo(importId: string): Promise<void> {
    this.#requireIdle()
    const isKept = this.#kept?.request.id === importId
    const before = this.#job?.import_id === importId ? this.#job : null
    const job: ImportJob = {
      import_id: importId,
      file_name: before?.file_name ?? '',
      kind: 'undo',
      state: 'running',
      done: 0,
      total: 0,
      counts: {},
      error: null,
    }
    this.#start(job, async (signal) => {
      for (let left: number | undefined; left !== 0 && !signal.aborted;) {
        const state = await this.#persist(signal, () => this.#options.remote.undo(importId, UNDONE_AT_ONCE))
        left = state.left ?? 0
        const done = (state.counts['undone'] ?? 0) + (state.counts['kept'] ?? 0)
        this.#tell({ ...job, done, total: done + left, counts: state.counts })
        this.#options.onWritten()
      }
      if (isKept && !signal.aborted) await this.#forget()
    })
  }

  /** Puts the file, and what became of it, out of sight. */
  async dismiss(): Promise<void> {
    this.#requireIdle()
    const kept = this.#kept
    await this.#forget()
    this.#file = null
    this.#tell(null)
    // Where the server cannot be told, it waits for rows that never come, which costs nothing.
    if (kept) await this.#options.remote.stop(kept.request.id).catch(() => {})
  }

  /** Writes which rows of an import stayed out, and why, as a CSV file. */
  async saveReport(path: string, importId: string): Promise<void> {
    await this.#online(() => writeReport(path, importId, this.#options.remote))
  }

  /** The newest imports of the organisation that the rep may see. */
  history(): Promise<PastImport[]> {
    return this.#online(() => this.#options.remote.history(HISTORY))
  }

  async #online<T>(ask: () => Promise<T>): Promise<T> {
    return ask().catch((error: unknown) => {
      if (!(error instanceof RemoteError)) throw error
      const { code, message } = failureOf(error)
      throw new ExpectedError(code, code === 'offline' ? 'Imports need a connection.' : message, { cause: error })
    })
  }

  /** Ends what is under way; it can be gone on with. */
  async close(): Promise<void> {
    await this.cancel()
  }

  async #forget(): Promise<void> {
    this.#kept = null
    await this.#options.store.keepImport(null)
  }

  /** @throws what the server refuses at once */
  async #begin(kept: KeptImport, table: Table): Promise<void> {
    const isDryRun = kept.request.dry_run
    const begun = await this.#online(() => this.#options.remote.start(kept.request))
    if (!isDryRun) {
      this.#kept = kept
      await this.#options.store.keepImport(JSON.stringify(kept))
    }
    const job = { ...newJob(kept, isDryRun ? 'dry_run' : 'import'), counts: begun.counts }
    this.#start(job, (signal) => this.#send(kept, table, begun, signal))
  }

  /** Reads on after what the server has, and sends it a batch at a time; the next one is read meanwhile. */
  async #send(kept: KeptImport, table: Table, begun: RemoteImport, signal: AbortSignal): Promise<void> {
    const { id, mapping, dry_run } = kept.request
    const sample = table.sample.map(({ cells }) => cells)
    const read = rowReader(table.columns, mapping as ColumnMapping, begun.rules, sample)
    const send = async ({ to, rows }: Batch) => {
      const state = await this.#persist(signal, () => this.#options.remote.rows(id, to, rows, to === table.lastRow))
      const done = Object.values(state.counts).reduce((sum, count) => sum + count, 0)
      if (this.#job) this.#tell({ ...this.#job, state: 'running', error: null, done, counts: state.counts })
      if (!dry_run) this.#options.onWritten()
    }
    let sent = 0
    const rows = (await readers()).tableRows(kept.path, table, begun.last_row)
    for await (const batch of oneAhead(batchesOf(rows, read))) {
      await send(batch)
      sent = batch.to
      if (signal.aborted) break
    }
    if (signal.aborted) {
      await this.#options.remote.stop(id)
      return
    }
    // All rows were there already, but perhaps not that they were the last.
    if (sent !== table.lastRow) await send({ to: table.lastRow, rows: [] })
    if (!dry_run) await this.#forget()
  }

  /** Runs a job in the background; `state` tells how it ends. */
  #start(job: ImportJob, work: (signal: AbortSignal) => Promise<void>): void {
    const stop = new AbortController()
    this.#tell(job)
    const ended = work(stop.signal)
      .then(() => this.#end(stop.signal.aborted ? 'cancelled' : 'done', null))
      .catch((error: unknown) => {
        const { code, message } = failureOf(error)
        this.#options.log.warn('import.failed', { code })
        this.#end(stop.signal.aborted ? 'cancelled' : 'failed', stop.signal.aborted ? null : message)
      })
      .finally(() => {
        this.#underWay = null
      })
    this.#underWay = { stop, ended }
  }

  #end(state: ImportJob['state'], error: string | null): void {
    if (this.#job) this.#tell({ ...this.#job, state, error })
  }

  /** Asks again, after a while, what failed for the moment. */
  async #persist(signal: AbortSignal, ask: () => Promise<RemoteImport>): Promise<RemoteImport> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask()
      } catch (error) {
        if (signal.aborted || !isPassing(error, attempt)) throw error
        if (this.#job) this.#tell({ ...this.#job, state: 'waiting', error: failureOf(error).message })
        await this.#options.rest(backoffDelay(error, attempt, this.#options.random()), signal)
      }
    }
  }

  #tell(job: ImportJob | null): void {
    this.#job = job
    this.#options.onChange()
  }

  #requireIdle(): void {
    if (this.#underWay) throw new ExpectedError('conflict', 'An import is under way. Wait for it, or cancel it.')
  }

  #requireFile() {
    if (!this.#file) throw new ExpectedError('not_found', 'Choose a file first.')
    return this.#file
  }
}
