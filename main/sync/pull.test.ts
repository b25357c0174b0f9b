import { expect, test } from 'vitest'
import type { PullAnswer } from '#shared/replication/protocol.ts'
import { createPageBudget } from './page-budget.ts'
import { pullRound } from './pull.ts'
import { RemoteError, type Remote } from './remote.ts'

const page = (given: Partial<PullAnswer>): PullAnswer => ({
  protocol: 1,
  generation: '0198f2c0-0000-7000-8000-000000000001',
  scope_version: 1,
  snapshot: '5:5:',
  reset: null,
  complete: true,
  position: null,
  expected_rows: null,
  tables: [],
  deleted: [],
  granted: [],
  revoked: [],
  lost: [],
  ...given,
})

test('a statement timeout halves the pages of the next attempt, which then gets through', async () => {
  const asked: number[] = []
  const remote = {
    pull(_request: unknown, { rows }: { rows: number }) {
      asked.push(rows)
      return rows > 1_000 ? Promise.reject(new RemoteError('timeout', '57014')) : Promise.resolve(page({}))
    },
  } as unknown as Remote
  const log: string[] = []
  const options = {
    store: {
      cursor: () => Promise.resolve({ snapshot: '1:1:', generation: null, scope_version: null }),
      stagePage: () => Promise.resolve({ bytes: 0 }),
      applyRound: () => Promise.resolve(log.push('applied')),
      discardRound: () => Promise.resolve(),
      resetScope: () => Promise.resolve(),
    },
    remote,
    now: () => 0,
    budget: createPageBudget(4_000),
    onProgress: () => {},
    signal: new AbortController().signal,
  }
  await expect(pullRound(options)).rejects.toMatchObject({ code: 'timeout' })
  await expect(pullRound(options)).rejects.toMatchObject({ code: 'timeout' })
  await pullRound(options)
  expect(asked).toEqual([4_000, 2_000, 1_000])
  expect(log).toEqual(['applied'])
})
