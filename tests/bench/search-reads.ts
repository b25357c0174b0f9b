/** Searches of `large` through the worker, beside bare FTS5 and the rows it names. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#main/db/client.ts'
import { connect } from '#main/db/connection.ts'
import { searchFileOf } from '#main/db/search/index-file.ts'
import { KINDS, rowOfDoc } from '#main/db/search/kinds.ts'
import { tokensOf } from '#shared/domain/search/tokens.ts'
import { percentile, samples, timed, type Report } from './figures.ts'

const SAMPLES = 500
const LIMIT = 20
/** As many rows as a search looks at first. */
const CANDIDATES = 48
const POLL_MS = 100

/** @param cache the file of `db`, and its key */
export async function searchReads(
  db: Database,
  { file, key }: { file: string; key: Uint8Array },
  report: Report,
): Promise<void> {
  const build = await timed(() => indexed(db))
  report({ name: 'search.build.rest', value: build, unit: 'ms', floor: null, n: 1 })
  const bare = connect(file, { key, readonly: true })
  const index = connect(searchFileOf(file), { key, readonly: true })
  const queries = queriesOf(
    bare.prepare<[number], string>('select body from messages order by random() limit ?').pluck().all(SAMPLES),
  )
  const finds = KINDS.map((kind) =>
    index
      .prepare<[string, number], number>(
        `select rowid from ${kind}_main where ${kind}_main match ? order by rowid desc limit ?`,
      )
      .pluck(),
  )
  const bodies = bare.prepare<[string], { body: string }>(
    'select m.body from json_each(?) as j cross join messages as m on m.rid = j.value',
  )
  const floor = (query: string): void => {
    const expression = query
      .split(' ')
      .map((word, n, { length }) => `"${word}"${n === length - 1 ? '*' : ''}`)
      .join(' AND ')
    const [messages] = finds.map((find) => find.all(expression, CANDIDATES)).toReversed()
    bodies.all(JSON.stringify(messages?.map(rowOfDoc)))
  }
  const times = await samples(SAMPLES, (n) => db.read('search.results', { text: queries[n]!, limit: LIMIT }))
  const floors = await samples(SAMPLES, (n) => floor(queries[n]!))
  report({
    name: 'read.search.p95',
    value: percentile(times, 0.95),
    unit: 'ms',
    floor: percentile(floors, 0.95),
    n: times.length,
  })
  bare.close()
  index.close()
}

async function indexed(db: Database): Promise<void> {
  while ((await db.read('search.coverage', {})).phase !== 'ready') await sleep(POLL_MS)
}

/** As a rep types: one word or two of what was written, the last not to its end. */
function queriesOf(bodies: string[]): string[] {
  return bodies.map((body, n) => {
    const words = Array.from(tokensOf(body), ({ text }) => text)
    const first = words[n % words.length] ?? 'a'
    const last = words[(n * 7) % words.length] ?? 'a'
    const begun = last.slice(0, 1 + (n % 5))
    return n % 2 === 0 ? begun : `${first} ${begun}`
  })
}
