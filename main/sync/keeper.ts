import { ExpectedError } from '#shared/contract/errors.ts'
import type { KeptView } from '#shared/contract/areas/offline.ts'
import type { KeptFiles } from './kept-files.ts'
import type { LoadOlder } from './history.ts'
import { Loop } from './loop.ts'

type View = Pick<KeptView, 'split' | 'filter'>

/** What keeping needs of the cache. */
export interface KeeperStore {
  keptViews(): Promise<(View & { id: number })[]>
  keepView(view: View, options: { at: number }): Promise<number>
  forgetView(id: number): Promise<void>
  /** Ids of the conversations in a view. */
  conversationsIn(view: View): Promise<string[]>
  /** How much is here of some conversations, and of which (`open`) the server may have more. */
  keptSizes(ids: string[]): Promise<{ messages: number; bytes: number; open: string[] }>
  /** Takes conversations back to the window that is here of any. */
  trimHistory(ids: string[], options: { now: number }): Promise<void>
}

export interface KeeperOptions {
  store: KeeperStore
  loadOlder: LoadOlder
  files: Pick<KeptFiles, 'begin' | 'keep' | 'finish' | 'forget' | 'free'>
  /** Whether the network is there and nothing of the rep's waits to be sent. */
  isIdle: () => boolean
  now: () => number
  /** Resolves after so many milliseconds. */
  rest: (ms: number) => Promise<void>
  onChange: () => void
  log: { warn(event: string, data?: object): void }
}

/** Conversations looked at in one read. */
const CHUNK = 50
/** The views are gone through again this often, for what has come into them. */
const ROUND_MS = 5 * 60_000
/** After a failure, such as a server that is busy. */
const RETRY_MS = 30_000

class Closed extends Error {}

/**
 * Fetches the older messages and the files of the conversations in the views that the rep keeps, and says how far it is. It
 * is polite: it asks for one page or file at a time, rests after each for as long as it took, and waits while the rep's own
 * changes are sent.
 */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #loop: Loop
  #views: readonly KeptView[] = []
  #waiting: (() => void)[] = []
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: KeeperOptions) {
    this.#options = options
    this.#loop = new Loop({
      step: async () => {
        for (const { id } of this.#views) await this.#complete(id)
        return false
      },
      onSuccess: () => {},
      onError: (error) => {
        if (!(error instanceof Closed)) {
          const cause = error instanceof ExpectedError ? error.code : error instanceof Error ? error.name : 'unknown'
          options.log.warn('keep.failed', { cause })
        }
        for (const { id, state } of this.#views) if (state === 'fetching') this.#set(id, { state: 'waiting' })
        return RETRY_MS
      },
    })
  }

  /** The kept views and how far each is. */
  get views(): readonly KeptView[] {
    return this.#views
  }

  /** Reads what is kept and begins. */
  async start(): Promise<void> {
    const views = await this.#options.store.keptViews().catch((error: unknown) => {
      if (this.#isClosed) return []
      throw error
    })
    if (this.#isClosed) return
    this.#views = views.map(asNew)
    this.#options.onChange()
    this.#timer = setInterval(() => this.#loop.wake(), ROUND_MS)
    this.#loop.wake()
  }

  /** To be called when `isIdle` may answer otherwise. */
  statusChanged(): void {
    if (!this.#options.isIdle()) return
    for (const go of this.#waiting.splice(0)) go()
  }

  async add({ split, filter }: View): Promise<void> {
    const id = await this.#options.store.keepView({ split, filter }, { at: this.#options.now() })
    if (this.#views.some((view) => view.id === id)) return
    this.#views = [...this.#views, asNew({ id, split, filter })]
    this.#options.onChange()
    this.#loop.wakeNow()
  }

  /** Keeps it no longer. What other views keep stays. */
  async remove(id: number): Promise<void> {
    const { store, files, now, onChange } = this.#options
    const gone = this.#views.find((view) => view.id === id)
    if (!gone) return
    await store.forgetView(id)
    this.#views = this.#views.filter((view) => view.id !== id)
    files.forget(id)
    onChange()
    const kept = new Set<string>()
    for (const view of this.#views) for (const one of await store.conversationsIn(view)) kept.add(one)
    const freed = (await store.conversationsIn(gone)).filter((one) => !kept.has(one))
    for (const chunk of chunksOf(freed)) {
      await files.free(chunk)
      await store.trimHistory(chunk, { now: now() })
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    for (const go of this.#waiting.splice(0)) go()
    await this.#loop.stop()
  }

  /** Goes through a view once. What it counts shows at once in a first round, and in a later one at its end. */
  async #complete(id: number): Promise<void> {
    const view = this.#find(id)
    if (!view) return
    const { store, files } = this.#options
    const ids = await store.conversationsIn(view)
    const tally = { done: 0, total: ids.length, messages: 0, bytes: 0, files: 0, files_left: 0 }
    const isFirst = view.state !== 'kept'
    if (isFirst) this.#set(id, { ...tally, state: 'fetching' })
    files.begin(id)
    for (const chunk of chunksOf(ids)) {
      const { open } = await store.keptSizes(chunk)
      for (const conversation of open) await this.#fetchAll(id, conversation)
      const filesHere = await files.keep(id, chunk, async (work) => {
        return (await this.#turn(id, async () => ({ fetched: await work() }))) !== null
      })
      if (this.#isClosed) throw new Closed()
      if (!this.#find(id)) return
      const { messages, bytes } = await store.keptSizes(chunk)
      tally.done += chunk.length
      tally.messages += messages
      tally.bytes += bytes + filesHere.bytes
      tally.files += filesHere.files
      tally.files_left += filesHere.left
      if (isFirst) this.#set(id, tally)
    }
    files.finish(id)
    this.#set(id, { ...tally, state: 'kept' })
  }

  async #fetchAll(id: number, conversation: string): Promise<void> {
    for (;;) {
      const page = await this.#turn(id, () => this.#options.loadOlder(conversation))
      if (!page || page.complete) return
    }
  }

  /** One fetch for a view, when nothing else is wanted of the network, and a rest. Null once the view is kept no longer. */
  async #turn<T>(id: number, work: () => Promise<T>): Promise<T | null> {
    await this.#idle(id)
    if (!this.#find(id)) return null
    const from = performance.now()
    const fetched = await work()
    await this.#options.rest(performance.now() - from)
    return fetched
  }

  async #idle(id: number): Promise<void> {
    while (!this.#isClosed && !this.#options.isIdle()) {
      this.#set(id, { state: 'waiting' })
      await new Promise<void>((go) => this.#waiting.push(go))
    }
    if (this.#isClosed) throw new Closed()
    this.#set(id, { state: 'fetching' })
  }

  #find(id: number): KeptView | undefined {
    return this.#views.find((view) => view.id === id)
  }

  #set(id: number, change: Partial<KeptView>): void {
    this.#views = this.#views.map((view) => (view.id === id ? { ...view, ...change } : view))
    this.#options.onChange()
  }
}

const asNew = ({ id, split, filter }: View & { id: number }): KeptView => ({
  id,
  split,
  filter,
  state: 'waiting',
  done: 0,
  total: 0,
  messages: 0,
  files: 0,
  files_left: 0,
  bytes: 0,
})

function* chunksOf(ids: readonly string[]): Generator<string[]> {
  for (let at = 0; at < ids.length; at += CHUNK) yield ids.slice(at, at + CHUNK)
}
