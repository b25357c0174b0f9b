import { expect, test } from 'vitest'
import { batchesOf, oneAhead } from './batches.ts'
import type { FileRow } from './file-row.ts'

async function* fileOf(count: number, cell = 'x'): AsyncGenerator<FileRow> {
  for (let number = 2; number < count + 2; number++) yield { number, cells: [cell] }
}
const read = ([name]: readonly string[]) =>
  name === '' ? { ok: false as const, faults: [{ column: 'Name', reason: 'required' as const }] } : named(name!)
const named = (first_name: string) => ({ ok: true as const, values: { first_name } })

async function sizesOf(rows: AsyncIterable<FileRow>): Promise<[number, number][]> {
  const sizes: [number, number][] = []
  for await (const batch of batchesOf(rows, read)) sizes.push([batch.to, batch.rows.length])
  return sizes
}

test('rows go a thousand at a time, fewer where they are long', async () => {
  expect(await sizesOf(fileOf(2_300))).toEqual([
    [1_001, 1_000],
    [2_001, 1_000],
    [2_301, 300],
  ])
  expect(await sizesOf(fileOf(5, 'x'.repeat(900_000)))).toEqual([
    [4, 3],
    [6, 2],
  ])
  expect(await sizesOf(fileOf(0))).toEqual([])
})

test('a row that stays out goes with its first fault', async () => {
  const batches = batchesOf(fileOf(1, ''), read)
  expect((await batches.next()).value).toEqual({ to: 2, rows: [{ row: 2, column: 'Name', reason: 'required' }] })
})

test('the next is prepared while one is dealt with, and no further', async () => {
  const made: number[] = []
  async function* source() {
    for (let n = 1; n <= 4; n++) {
      made.push(n)
      yield n
    }
  }
  const ahead = oneAhead(source())
  expect((await ahead.next()).value).toBe(1)
  await expect.poll(() => made).toEqual([1, 2])
  const rest = []
  for await (const n of ahead) rest.push(n)
  expect(rest).toEqual([2, 3, 4])
})

test('an error comes after what was before it, and whoever stops ends the source', async () => {
  let isEnded = false
  async function* source() {
    yield 1
    throw new Error('torn')
  }
  async function* endless() {
    try {
      for (let n = 1; ; n++) yield n
    } finally {
      isEnded = true
    }
  }
  const ahead = oneAhead(source())
  expect((await ahead.next()).value).toBe(1)
  await expect(ahead.next()).rejects.toThrow('torn')
  const stopped = oneAhead(endless())
  await stopped.next()
  await stopped.return(undefined)
  expect(isEnded).toBe(true)
})
