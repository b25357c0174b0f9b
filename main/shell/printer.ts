import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import type { PrintRequest } from '#shared/contract/areas/print.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import { APP_ORIGIN } from './app-origin.ts'
import { PAGE_PREFERENCES } from './window.ts'

/** A page that has laid out nothing by then never will. */
const PATIENCE_MS = 60_000
/** As wide as A4 within its margins, so that nothing is laid out twice. */
const PAGE_SIZE = { width: 720, height: 1000 }

const failed = () => new ExpectedError('internal', 'The conversation could not be laid out for print. Try it again.')

interface Waiting {
  ready: () => void
  fail: (error: Error) => void
}

/** Lays conversations out in a window that nobody sees, and prints that. */
export class Printer {
  readonly #developmentUrl: string | undefined
  readonly #jobs = new Map<string, Waiting>()

  constructor(developmentUrl: string | undefined) {
    this.#developmentUrl = developmentUrl
  }

  /** @returns the PDF; @throws `not_found`, `internal` when it cannot be laid out */
  pdf(request: PrintRequest): Promise<Buffer> {
    return this.#laidOut(request, ({ webContents }) =>
      webContents.printToPDF({ printBackground: true, preferCSSPageSize: true }),
    )
  }

  /** Resolves once the rep has printed it, or given up; @throws as {@link Printer.pdf}, and when the printer fails */
  paper(request: PrintRequest): Promise<void> {
    return this.#laidOut(
      request,
      ({ webContents }) =>
        new Promise((resolve, reject) => {
          webContents.print({ printBackground: true }, (isPrinted, reason) => {
            if (isPrinted || /cancel/i.test(reason)) resolve()
            else
              reject(new ExpectedError('internal', `The system could not print it (${reason || 'no reason given'}).`))
          })
        }),
    )
  }

  /** The page of a job says that it is laid out, or why not. */
  ready(job: string, problem: string | null): void {
    const waiting = this.#jobs.get(job)
    if (problem === null) waiting?.ready()
    else waiting?.fail(new ExpectedError('not_found', problem))
  }

  async #laidOut<T>(request: PrintRequest, print: (window: BrowserWindow) => Promise<T>): Promise<T> {
    const job = randomUUID()
    const window = this.#open(job, request)
    try {
      await this.#isReady(job, window)
      return await print(window)
    } finally {
      this.#jobs.delete(job)
      if (!window.isDestroyed()) window.destroy()
    }
  }

  #isReady(job: string, window: BrowserWindow): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(failed()), PATIENCE_MS)
      const settle = (run: () => void) => {
        clearTimeout(timer)
        run()
      }
      this.#jobs.set(job, { ready: () => settle(resolve), fail: (error) => settle(() => reject(error)) })
      window.once('closed', () => settle(() => reject(failed())))
      window.webContents.once('render-process-gone', () => settle(() => reject(failed())))
    })
  }

  #open(job: string, { conversation_id, show, notes }: PrintRequest): BrowserWindow {
    const window = new BrowserWindow({
      ...PAGE_SIZE,
      show: false,
      skipTaskbar: true,
      webPreferences: {
        ...PAGE_PREFERENCES,
        preload: join(import.meta.dirname, '../preload/index.cjs'),
        spellcheck: false,
        // It is never seen, and is to be done all the same.
        backgroundThrottling: false,
        additionalArguments: [`--leadline-version=${app.getVersion()}`],
      },
    })
    const query = new URLSearchParams({ job, conversation: conversation_id, show, notes: String(notes) })
    const page = `print.html?${query.toString()}`
    void window.loadURL(this.#developmentUrl ? new URL(page, this.#developmentUrl).toString() : `${APP_ORIGIN}/${page}`)
    return window
  }
}
