/** When the search worker is there: a thread that does nothing takes memory all the same. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyChanges, type ChangeSet } from '../changes.ts'
import type { Transport } from '../transport.ts'
import { SearchClient } from './search-client.ts'

const REST_MS = 30_000

let isDone: boolean
let starts: number
let running: number
let asked: string[]
let news: (changes: ChangeSet) => void
let client: SearchClient

/** A worker that answers whatever it is asked. */
function startWorker(): Transport {
  starts += 1
  running += 1
  let answer: (reply: unknown) => void = () => {}
  return {
    post(message) {
      const { id, name } = message as { id: number; name: string }
      asked.push(name)
      queueMicrotask(() => answer({ id, value: name === 'isDone' ? isDone : null }))
    },
    onMessage: (listener) => void (answer = listener),
    onClose: () => {},
    close: () => Promise.resolve(void (running -= 1)),
  }
}

beforeEach(async () => {
  vi.useFakeTimers()
  ;[isDone, starts, running, asked] = [true, 0, 0, []]
  client = new SearchClient(startWorker, {
    call: () => Promise.resolve(null as never),
    onChange(listener) {
      news = listener
      return () => {}
    },
  })
  await vi.advanceTimersByTimeAsync(1_000)
})
afterEach(async () => {
  await client.end()
  vi.useRealTimers()
})

const search = () => client.ask('search.coverage', {})

test('it ends when nothing was asked for a while, and the next search starts it', async () => {
  expect([starts, running]).toEqual([1, 1])
  await vi.advanceTimersByTimeAsync(REST_MS - 1)
  await search()
  await vi.advanceTimersByTimeAsync(REST_MS - 1)
  expect([starts, running]).toEqual([1, 1])
  await vi.advanceTimersByTimeAsync(1)
  expect(running).toBe(0)
  await search()
  expect([starts, running]).toEqual([2, 1])
})

test('it does not end while its index is being built', async () => {
  isDone = false
  await vi.advanceTimersByTimeAsync(3 * REST_MS)
  expect([starts, running]).toEqual([1, 1])
  isDone = true
  await vi.advanceTimersByTimeAsync(REST_MS)
  expect(running).toBe(0)
})

test('news that are searched start it, others do not', async () => {
  await vi.advanceTimersByTimeAsync(REST_MS)
  news({ ...emptyChanges(), tables: { tags: ['a'] } })
  await vi.advanceTimersByTimeAsync(0)
  expect(starts).toBe(1)
  news({ ...emptyChanges(), tables: { messages: ['a'] } })
  await vi.advanceTimersByTimeAsync(0)
  expect([starts, running]).toEqual([2, 1])
  expect(asked.at(-1)).toBe('changed')
})

test('a search that comes as it is about to end is answered', async () => {
  const before = asked.length
  vi.advanceTimersByTime(REST_MS)
  const answers = Promise.all([search(), search()])
  await vi.advanceTimersByTimeAsync(0)
  await expect(answers).resolves.toEqual([null, null])
  expect([starts, running]).toEqual([1, 1])
  expect(asked.slice(before).toSorted()).toEqual(['isDone', 'search.coverage', 'search.coverage'])
})
