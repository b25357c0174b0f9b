import { distance } from 'fastest-levenshtein'
import type Sqlite from 'better-sqlite3'
import { tokensOf, trigrams } from '#shared/domain/search/tokens.ts'
import type { Connection } from '../connection.ts'

/** Shorter words have too many neighbours. */
const SHORTEST = 4
/** From this length on, two mistakes are forgiven. */
const LONG = 8
/** Words with the most trigrams in common that are looked at closely. */
const CANDIDATES = 60
const MOST_SUGGESTIONS = 3

/** The words of all leads' names, so that one typed with a mistake can be found. */
export class Names {
  readonly #db: Connection
  readonly #addWord: Sqlite.Statement<[string]>
  readonly #addGram: Sqlite.Statement<[string, number | bigint]>
  readonly #isName: Sqlite.Statement<[string, string], number>
  readonly #near: Sqlite.Statement<[string, number], string>

  constructor(db: Connection) {
    this.#db = db
    this.#addWord = db.prepare('insert or ignore into name_words (word) values (?)')
    this.#addGram = db.prepare('insert or ignore into name_grams values (?, ?)')
    this.#isName = db
      .prepare<[string, string], number>('select 1 from name_words where word >= ? and word < ? limit 1')
      .pluck()
    this.#near = db
      .prepare<[string, number], string>(
        `select w.word from (
           select g.word_id, count(*) as shared from json_each(?) as j cross join name_grams as g on g.gram = j.value
           group by g.word_id order by shared desc limit ?) as c
         join name_words as w on w.id = c.word_id`,
      )
      .pluck()
  }

  learn(names: readonly string[]): void {
    this.#db.transaction(() => {
      for (const name of names) {
        for (const { text } of tokensOf(name)) if (isWord(text)) this.#learnWord(text)
      }
    })()
  }

  #learnWord(word: string): void {
    const { changes, lastInsertRowid } = this.#addWord.run(word)
    if (changes > 0) for (const gram of framed(word)) this.#addGram.run(gram, lastInsertRowid)
  }

  /** Names that a word may have been meant as, nearest first; none when some name begins with it. */
  similar(word: string): string[] {
    if (word.length < SHORTEST || !isWord(word) || this.#isName.get(word, `${word}\u{10ffff}`)) return []
    const allowed = word.length >= LONG ? 2 : 1
    return this.#near
      .all(JSON.stringify(framed(word)), CANDIDATES)
      .map((name) => ({ name, far: mistakes(word, name) }))
      .filter(({ far }) => far <= allowed)
      .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
      .slice(0, MOST_SUGGESTIONS)
      .map(({ name }) => name)
  }
}

const isWord = (text: string): boolean => text.length > 2 && /^\p{L}/u.test(text)

/** Beginning and end count too: `anna` is `^an ann nna na$`. */
const framed = (word: string): string[] => trigrams(`^${word}$`)

/** Edit distance in which two neighbours changing places are one mistake. */
function mistakes(typed: string, name: string): number {
  const far = distance(typed, name)
  return far === 2 && typed.length === name.length && isTransposed(typed, name) ? 1 : far
}

function isTransposed(a: string, b: string): boolean {
  const n = Array.from(a).findIndex((_, at) => a[at] !== b[at])
  return a[n] === b[n + 1] && a[n + 1] === b[n] && a.slice(n + 2) === b.slice(n + 2)
}
