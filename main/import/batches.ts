import type { RowReader } from '#shared/domain/import/row.ts'
import type { SentRow } from '../sync/import-remote.ts'
import type { FileRow } from './file-row.ts'

/** Rows per transaction of the server: a second's work of a slow one. */
const MOST_ROWS = 1_000
/** Characters of cells per transaction, so that a batch of long rows is no large request. */
const MOST_CHARACTERS = 2_000_000

/** Rows that go together: all up to row `to` that have not gone before. */
export interface Batch {
  to: number
  rows: SentRow[]
}

/** The rows of a file as the server takes them, checked, some at a time. */
export async function* batchesOf(rows: AsyncIterable<FileRow>, read: RowReader): AsyncGenerator<Batch> {
  let batch: SentRow[] = []
  let characters = 0
  let to = 0
  for await (const { number, cells } of rows) {
    const checked = read(cells)
    batch.push(checked.ok ? { row: number, values: checked.values } : { row: number, ...checked.faults[0]! })
    characters += cells.reduce((sum, cell) => sum + cell.length, 0)
    to = number
    if (batch.length < MOST_ROWS && characters < MOST_CHARACTERS) continue
    yield { to, rows: batch }
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield { to, rows: batch }
}

/** The same things, each prepared while the one before it is dealt with. An error comes where its thing would. */
export async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = () => {
    const asked = source.next()
    // Nobody may be waiting yet; whoever asks for it gets the error.
    asked.catch(() => {})
    return asked
  }
  try {
    let next = ask()
    for (let found = await next; !found.done; found = await next) {
      next = ask()
      yield found.value
    }
  } finally {
    await source.return(undefined)
  }
}
