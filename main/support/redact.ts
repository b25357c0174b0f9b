/** Takes out of data what it says and keeps how it hangs together. */
import { createHmac } from 'node:crypto'
import { MUTATIONS } from '#shared/domain/mutations.ts'
import * as vocabulary from '#shared/domain/vocabulary.ts'
import { TABLES } from '#shared/replication/tables.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Words of closed sets say nothing about a person, and without them nothing could be played again. */
const WORDS: ReadonlySet<string> = new Set(
  Object.values(vocabulary)
    .filter((value) => Array.isArray(value))
    .flat(),
)
/** Names of columns and arguments; any other key may be somebody's own words. */
const KEYS: ReadonlySet<string> = new Set([
  ...Object.values(TABLES).flatMap((columns) => Object.keys(columns)),
  ...Object.values(MUTATIONS).flatMap(({ args }) => Object.keys(args.shape)),
])
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/**
 * Replaces every id and every text by another one of the same length, the same for the same, so that what equals what can
 * still be told. Lines of a text stay lines. Numbers, truth values and words of closed sets stay.
 */
export class Redactor {
  readonly #salt: string

  /** @param salt random, used for one bundle: two bundles cannot be compared with each other */
  constructor(salt: string) {
    this.#salt = salt
  }

  /** @returns a well-formed id of version 4 */
  id(id: string): string {
    const hex = this.#digest(id.toLowerCase())
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }

  text(text: string): string {
    return text
      .split('\n')
      .map((line) => this.#filler(line))
      .join('\n')
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.#string(value)
    if (Array.isArray(value)) return value.map((entry) => this.value(entry))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [KEYS.has(key) ? key : this.#filler(key), this.value(entry)]),
    )
  }

  #string(value: string): string {
    if (UUID.test(value)) return this.id(value)
    return WORDS.has(value) ? value : this.text(value)
  }

  #filler(text: string): string {
    let filler = ''
    for (let block = 0; filler.length < text.length; block++) {
      const bytes = Buffer.from(this.#digest(`${block} ${text}`), 'hex')
      for (const byte of bytes) filler += LETTERS[byte % LETTERS.length]
    }
    return filler.slice(0, text.length)
  }

  #digest(text: string): string {
    return createHmac('sha256', this.#salt).update(text).digest('hex')
  }
}
