import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SyncStatus } from '#shared/contract/read-models.ts'
import type { Outcome, PullAnswer, PushMutation } from '#shared/replication/protocol.ts'
import { SyncEngine, type EngineStore } from './engine.ts'
import { RemoteError, type PokeListener, type Remote } from './remote.ts'

const ANSWER: PullAnswer = {
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
}
const CHANGE: PushMutation = { seq: 1, id: 'a', name: 'note.delete', v: 1, args: {}, hash: 'h' }

/** An engine over a cache and a backend that only count. */
function start(answers: { pull?: () => Promise<PullAnswer> } = {}) {
  const counts = { pulls: 0, pushes: 0 }
  const queue: PushMutation[] = []
  const statuses: SyncStatus[] = []
  let listener: PokeListener | undefined
  const store: EngineStore = {
    clientId: 'c',
    renewClientId: () => Promise.resolve(),
    leaseBatch: () => Promise.resolve(queue.splice(0)),
    release: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    backlog: () => Promise.resolve({ pending: queue.length, attention: 0 }),
    cursor: () => Promise.resolve({ snapshot: '1:1:', generation: null, scope_version: null }),
    stagePage: () => Promise.resolve({ bytes: 0 }),
    applyRound: () => Promise.resolve(),
    discardRound: () => Promise.resolve(),
    resetScope: () => Promise.resolve(),
  }
  const remote = {
    pull() {
      counts.pulls += 1
      return answers.pull?.() ?? Promise.resolve(ANSWER)
    },
    push(_client: string, _generation: string | null, mutations: PushMutation[]) {
      counts.pushes += 1
      return Promise.resolve(mutations.map(({ seq }) => ({ seq, result: 'applied', xid: '1' }) as Outcome))
    },
    listen(_organization: string, given: PokeListener) {
      listener = given
      return () => {}
    },
  } as unknown as Remote
  let asleep = 0
  const engine = new SyncEngine(
    {
      store,
      remote,
      organizationId: 'o',
      now: () => Date.now() + asleep,
      random: () => 0.5,
      log: { info() {}, warn() {} },
      onStatus: (status) => statuses.push(status),
      onUnauthenticated: () => {},
    },
    null,
  )
  engine.start()
  return {
    engine,
    counts,
    statuses,
    listener: listener!,
    sleep: (ms: number) => (asleep += ms),
    write: () => {
      queue.push(CHANGE)
      engine.wake('write')
    },
  }
}

type Started = ReturnType<typeof start>
let started: Started
beforeEach(() =>
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] }),
)
afterEach(async () => {
  await started.engine.stop()
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** An engine that is online and hears pokes, with nothing to do. */
async function online(): Promise<Started> {
  started = start()
  started.listener.onUp()
  await pass(5_000)
  expect(started.engine.status.state).toBe('online')
  started.counts.pulls = 0
  return started
}

describe('after the rep’s own push', () => {
  test('a poke that never comes costs seconds, not a minute', async () => {
    const { write, counts } = await online()
    write()
    await pass(500)
    expect(counts).toEqual({ pulls: 0, pushes: 1 })
    await pass(1_500)
    expect(counts.pulls).toBe(1)
  })

  test('a poke that comes is followed at once, and once is enough', async () => {
    const { write, counts, listener } = await online()
    write()
    await pass(0)
    listener.onPoke()
    await pass(0)
    expect(counts.pulls).toBe(1)
    await pass(5_000)
    expect(counts.pulls).toBe(1)
  })

  test('the pull comes at once where pokes cannot be heard', async () => {
    const { write, counts, listener } = await online()
    listener.onDown()
    await pass(0)
    counts.pulls = 0
    write()
    await pass(0)
    expect(counts.pulls).toBe(1)
  })
})

test('a storm of pokes becomes few pulls where the backend is slow', async () => {
  const answer = () => new Promise<PullAnswer>((resolve) => setTimeout(() => resolve(ANSWER), 500))
  started = start({ pull: answer })
  const { counts, listener } = started
  await pass(5_000)
  counts.pulls = 0
  for (let n = 0; n < 400; n++) {
    listener.onPoke()
    await pass(10)
  }
  // Four seconds of pulls one after the other would be eight.
  expect(counts.pulls).toBeGreaterThan(1)
  expect(counts.pulls).toBeLessThan(6)
  await pass(3_000)
})

test('when everybody hears again, this desktop waits for its own moment', async () => {
  const { counts, listener } = await online()
  listener.onDown()
  await pass(0)
  counts.pulls = 0
  listener.onUp()
  await pass(1_000)
  expect(counts.pulls).toBe(0)
  await pass(1_000)
  expect(counts.pulls).toBe(1)
})

test('a computer that slept pulls at once when it wakes, whatever it was waiting for', async () => {
  started = start({ pull: () => Promise.reject(new RemoteError('rate_limited', 'x', { retryAfterMs: 3_600_000 })) })
  await pass(1_000)
  const { counts, sleep } = started
  const before = counts.pulls
  await pass(120_000)
  expect(counts.pulls).toBe(before)
  sleep(3_600_000)
  await pass(10_000)
  expect(counts.pulls).toBe(before + 1)
})
