import { ExpectedError } from '#shared/contract/errors.ts'
import type { UpdateChannel, UpdateProgress, UpdateState } from '#shared/contract/areas/update.ts'
import type { Log } from '../support/log.ts'
import { notesOf } from './release-notes.ts'

export interface Release {
  version: string
  /** As the publisher wrote them: text, HTML, or a list by version. */
  releaseNotes?: string | { version: string; note: string | null }[] | null | undefined
}

/** What finds, fetches and installs updates; electron-updater in the packaged app. It checks signatures and checksums. */
export interface Updater {
  channel: string | null
  allowDowngrade: boolean
  /** Resolves to what it found and fetches; null where nothing is looked for. */
  checkForUpdates(): Promise<{ downloadPromise?: Promise<unknown> | null } | null>
  quitAndInstall(): void
  on(event: 'checking-for-update', listener: () => void): unknown
  on(
    event: 'update-available' | 'update-not-available' | 'update-downloaded',
    listener: (found: Release) => void,
  ): unknown
  on(event: 'download-progress', listener: (progress: { percent: number }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** It is large, and nothing that the start of the app needs. */
export type LoadUpdater = () => Promise<Updater>

export interface UpdatesOptions {
  /** Null where nothing can be updated from within. */
  updater: LoadUpdater | null
  version: string
  channel: UpdateChannel
  now: () => number
  /** The state is another one. */
  onChange: () => void
  log: Pick<Log, 'info' | 'warn'>
}

/** The first look comes when the app has started in peace. */
const FIRST_LOOK_MS = 30_000
const LOOK_EVERY_MS = 4 * 3_600_000

/**
 * Keeps the app up to date: looks now and then, fetches what it finds, and installs it when the app is restarted or ends.
 * Which share of the installations a release is for yet, the publisher says and the updater heeds.
 */
export class Updates {
  readonly #options: UpdatesOptions
  #updater: Updater | null = null
  #channel: UpdateChannel
  #progress: UpdateProgress
  /** What is being fetched. */
  #found: { version: string; notes: string } | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(options: UpdatesOptions) {
    this.#options = options
    this.#channel = options.channel
    this.#progress = options.updater ? { phase: 'current', checked_at: null } : { phase: 'unavailable' }
  }

  get state(): UpdateState {
    return { version: this.#options.version, channel: this.#channel, progress: this.#progress }
  }

  start(): void {
    if (!this.#options.updater) return
    this.#timer = setTimeout(() => this.#lookAgain(), FIRST_LOOK_MS)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  /** Looks for an update, unless one is on its way or waits to be installed. */
  async check(): Promise<void> {
    const { updater: load } = this.#options
    const { phase } = this.#progress
    if (!load || phase === 'checking' || phase === 'downloading' || phase === 'ready') return
    try {
      const updater = (this.#updater ??= this.#listen(await load()))
      const found = await updater.checkForUpdates()
      // Nobody waits for what is fetched, which can take long.
      found?.downloadPromise?.catch((error: unknown) => this.#failed(error))
    } catch (error) {
      // What goes wrong is told as an event as well.
      this.#failed(error)
    }
  }

  /** @throws ExpectedError `conflict` while there is nothing to install */
  restart(): void {
    if (this.#progress.phase !== 'ready') throw new ExpectedError('conflict', 'There is no update to install yet.')
    this.#updater?.quitAndInstall()
  }

  /** From an early version back to the channel for everybody, the older version is installed. */
  async choose(channel: UpdateChannel): Promise<void> {
    if (channel === this.#channel) return
    this.#channel = channel
    this.#options.onChange()
    if (this.#updater) this.#follow(this.#updater)
    await this.check()
  }

  #follow(updater: Updater): void {
    updater.channel = this.#channel
    // Setting a channel allows it by itself. Coming back from beta is the one time that it is wanted: an older version
    // cannot read the cache of a newer one.
    updater.allowDowngrade = this.#channel === 'latest' && isEarly(this.#options.version)
  }

  #listen(updater: Updater): Updater {
    this.#follow(updater)
    updater.on('checking-for-update', () => this.#set({ phase: 'checking' }))
    updater.on('update-not-available', () => this.#set({ phase: 'current', checked_at: this.#options.now() }))
    updater.on('update-available', ({ version, releaseNotes }) => {
      this.#found = { version, notes: notesOf(releaseNotes) }
      this.#set({ phase: 'downloading', ...this.#found, percent: 0 })
    })
    updater.on('download-progress', ({ percent }) => {
      if (this.#found) this.#set({ phase: 'downloading', ...this.#found, percent: Math.floor(percent) })
    })
    updater.on('update-downloaded', ({ version, releaseNotes }) => {
      this.#options.log.info('update.ready', { version })
      this.#set({ phase: 'ready', version, notes: notesOf(releaseNotes) })
    })
    updater.on('error', (error) => this.#failed(error))
    return updater
  }

  #lookAgain(): void {
    void this.check()
    this.#timer = setTimeout(() => this.#lookAgain(), LOOK_EVERY_MS)
    this.#timer.unref()
  }

  #failed(error: unknown): void {
    // What is ready stays so, whatever a later look runs into.
    if (this.#progress.phase === 'ready' || this.#progress.phase === 'failed') return
    this.#options.log.warn('update.failed', { cause: error instanceof Error ? error.name : typeof error })
    this.#set({ phase: 'failed', message: wordsFor(error), at: this.#options.now() })
  }

  #set(progress: UpdateProgress): void {
    if (this.#progress.phase === 'ready' && progress.phase !== 'ready') return
    this.#progress = progress
    this.#options.onChange()
  }
}

/** Whether a version is one that is tried before it is for everybody, such as 1.1.0-beta.1. */
const isEarly = (version: string): boolean => version.includes('-')

/** electron-updater's and Node's codes, in words that name what to do. */
function wordsFor(error: unknown): string {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  if (code === 'ERR_CHECKSUM_MISMATCH' || code === 'ERR_UPDATER_INVALID_SIGNATURE') {
    return 'The update that was fetched is not the one that was published, so it was thrown away. If this happens again, tell your administrator.'
  }
  if (code === 'ENOSPC') return 'There is not enough space on the disk for the update.'
  if (/^(ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN)|net::/.test(`${code}${message}`)) {
    return 'The place of the updates cannot be reached. Leadline looks again later.'
  }
  return 'Looking for an update failed. Leadline looks again later.'
}
