import { expect, test } from 'vitest'
import type { PullAnswer, PullRequest } from '#shared/replication/protocol.ts'
import { createPageBudget } from './page-budget.ts'
import { pullRound, type PullOptions } from './pull.ts'
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

function optionsFor(remote: Remote, log: string[]): PullOptions {
  const noted = async (what: string): Promise<void> => void log.push(what)
  return {
    store: {
      cursor: () => Promise.resolve({ snapshot: '1:1:', generation: null, scope_version: null }),
      async stagePage({ snapshot }) {
        await noted(`staged ${snapshot}`)
        return { bytes: 0 }
      },
      applyRound: ({ snapshot }) => noted(`applied ${snapshot}`),
      discardRound: () => noted('discarded'),
      resetScope: (reason) => noted(reason),
    },
    remote,
    now: () => 0,
    budget: createPageBudget(4_000),
    onProgress: () => {},
    signal: new AbortController().signal,
  }
}

test('a statement timeout halves the pages of the next attempt, which then gets through', async () => {
  const asked: number[] = []
  const remote = {
    pull(_request: unknown, { rows }: { rows: number }) {
      asked.push(rows)
      return rows > 1_000 ? Promise.reject(new RemoteError('timeout', '57014')) : Promise.resolve(page({}))
    },
  } as unknown as Remote
  const log: string[] = []
  const options = optionsFor(remote, log)
  await expect(pullRound(options)).rejects.toMatchObject({ code: 'timeout' })
  await expect(pullRound(options)).rejects.toMatchObject({ code: 'timeout' })
  await pullRound(options)
  expect(asked).toEqual([4_000, 2_000, 1_000])
  expect(log.at(-1)).toBe('applied 5:5:')
})

test.each(['page', 'backfill'])('a base that is forgotten before the last %s begins the round anew', async (which) => {
  const asked: (string | null)[] = []
  const first = which === 'page' ? { complete: false, position: 'next' } : { granted: ['lead'] }
  const answers = [page({ snapshot: '7:7:', ...first }), page({ snapshot: '8:8:' })]
  const forgotten = page({ snapshot: '8:8:', reset: 'cursor_expired' })
  const remote = {
    pull(request: PullRequest) {
      if (request.position !== null) return Promise.resolve(forgotten)
      asked.push(request.snapshot)
      return Promise.resolve(answers.shift())
    },
    backfill: () => Promise.resolve(forgotten),
  } as unknown as Remote
  const log: string[] = []
  await pullRound(optionsFor(remote, log))
  expect(asked).toEqual(['1:1:', null])
  expect(log).toEqual(['staged 7:7:', 'discarded', 'cursor_expired', 'staged 8:8:', 'applied 8:8:'])
})
