import { z } from 'zod'
import { SPLITS } from '#shared/domain/conversation.ts'
import { TOLD_EVENTS } from '#shared/domain/notification-rules.ts'
import type { Database } from '../db/client.ts'
import type { Happened } from '../db/read/news.ts'

const KEY = 'news:held'
/** More are one digest all the same. */
const MOST = 500

const keptSchema = z.array(
  z.object({
    key: z.string(),
    event: z.enum(TOLD_EVENTS),
    lead_id: z.string(),
    conversation_id: z.string().nullable(),
    message_id: z.string().nullable(),
    lead_label: z.string().nullable(),
    text: z.string(),
    at: z.number(),
    splits: z.array(z.enum(SPLITS).nullable()),
  }),
)

/**
 * What was found and not told yet, because it is quiet. It is kept in the cache: at the next start the rows are no news any
 * more, for the cache has them.
 */
export class HeldNews {
  readonly #db: Pick<Database, 'read' | 'keepText'>
  #items: readonly Happened[] = []
  #kept = ''
  #isLoaded = false

  constructor(db: Pick<Database, 'read' | 'keepText'>) {
    this.#db = db
  }

  get items(): readonly Happened[] {
    return this.#items
  }

  /** Takes what was held when the app ended. */
  async load(): Promise<void> {
    if (this.#isLoaded) return
    const [text] = await this.#db.read('kept.texts', { prefix: KEY })
    this.#isLoaded = true
    if (!text) return
    this.#kept = text.value
    this.add(keptSchema.catch([]).parse(JSON.parse(text.value)))
  }

  add(happened: readonly Happened[]): void {
    const known = new Set(this.#items.map(({ key }) => key))
    this.#items = [...this.#items, ...happened.filter(({ key }) => !known.has(key))]
  }

  /** Of messages that have been read elsewhere meanwhile nobody needs to be told. */
  async dropRead(): Promise<void> {
    const ids = this.#items.flatMap(({ event, conversation_id }) =>
      event === 'message' && conversation_id !== null ? [conversation_id] : [],
    )
    if (ids.length === 0) return
    const read = new Set(await this.#db.read('news.read', { ids: [...new Set(ids)] }))
    this.#items = this.#items.filter(
      ({ event, conversation_id }) => event !== 'message' || conversation_id === null || !read.has(conversation_id),
    )
  }

  /** Leaves those that are not of these keys. */
  drop(keys: ReadonlySet<string>): void {
    this.#items = this.#items.filter(({ key }) => !keys.has(key))
  }

  /** Keeps what is held for the next start, where that is something else than before. */
  async save(): Promise<void> {
    const text = this.#items.length === 0 ? '' : JSON.stringify(this.#items.slice(-MOST))
    if (text === this.#kept) return
    await this.#db.keepText(KEY, text === '' ? null : text)
    this.#kept = text
  }
}
