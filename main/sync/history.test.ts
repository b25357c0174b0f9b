import { expect, test } from 'vitest'
import type { PullAnswer } from '#shared/replication/protocol.ts'
import { createLoadOlder, type HistoryStore } from './history.ts'
import { RemoteError } from './remote.ts'

const CURSOR = { snapshot: '1:1:', generation: null, scope_version: null }
const ANSWER = {
  complete: true,
  tables: [{ table: 'messages', columns: ['id'], rows: [['a'], ['b']] }],
} as unknown as PullAnswer

function storeThat(keeps: boolean[]): HistoryStore {
  return {
    historyStart: () => Promise.resolve({ before: 5, cursor: CURSOR }),
    keepHistory: () => Promise.resolve(keeps.shift() ?? false),
  }
}

test('asks again when a round has overtaken the answer', async () => {
  const asked: (number | null)[] = []
  const history = (_id: string, before: number | null) => {
    asked.push(before)
    return Promise.resolve(ANSWER)
  }
  const loadOlder = createLoadOlder(storeThat([false, true]), { history })
  expect(await loadOlder('c')).toEqual({ loaded: 2, complete: true })
  expect(asked).toEqual([5, 5])
})

test('gives up for the moment while rounds do not end', async () => {
  const loadOlder = createLoadOlder(storeThat([]), { history: () => Promise.resolve(ANSWER) })
  await expect(loadOlder('c')).rejects.toMatchObject({ code: 'conflict' })
})

test('asked twice at once fetches once', async () => {
  let calls = 0
  const history = () => {
    calls += 1
    return Promise.resolve(ANSWER)
  }
  const loadOlder = createLoadOlder(storeThat([true, true]), { history })
  await Promise.all([loadOlder('c'), loadOlder('c')])
  expect(calls).toBe(1)
  await loadOlder('c')
  expect(calls).toBe(2)
})

test('says without a network that a connection is needed', async () => {
  const history = () => Promise.reject(new RemoteError('network', 'down'))
  const loadOlder = createLoadOlder(storeThat([true]), { history })
  await expect(loadOlder('c')).rejects.toMatchObject({
    code: 'offline',
    message: 'Older messages need a connection.',
  })
})
