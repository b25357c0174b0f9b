import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@supabase/supabase-js'
import { afterEach, describe, expect, test } from 'vitest'
import type { PullAnswer } from '#shared/replication/protocol.ts'
import { jsonFetch } from './json-fetch.ts'
import { pullRound, type PullStore } from './pull.ts'
import { createPusher } from './push.ts'
import type { Remote } from './remote.ts'
import { createSupabaseRemote } from './remote-supabase.ts'

const GENERATION = '0198f2c0-0000-7000-8000-000000000001'
const EMPTY: PullAnswer = {
  protocol: 1,
  generation: GENERATION,
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

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

/** The product's remote, over real HTTP, against a server that gives these answers in turn and then the last for ever. */
async function remoteAnswering(
  ...answers: Answer[]
): Promise<{ remote: Remote; calls: string[]; renewals: () => number }> {
  const calls: string[] = []
  let renewals = 0
  const server = createServer((request, response) => {
    calls.push(request.url ?? '')
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!
    answer(request, response)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { signal } = new AbortController()
  const client = createClient(url, 'anon', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: jsonFetch(5_000, signal) },
  })
  const renewSession = () => {
    renewals += 1
    return Promise.resolve()
  }
  const remote = createSupabaseRemote({ client, ensureSession: () => Promise.resolve(), renewSession, signal })
  return { remote, calls, renewals: () => renewals }
}

const pull = (remote: Remote) =>
  remote.pull({ snapshot: null, generation: null, scope_version: null, position: null }, { rows: 10 })

describe('a call to the backend', () => {
  test('whose token is refused goes out once more with a new one, and nobody is told', async () => {
    const { remote, calls, renewals } = await remoteAnswering(
      json(401, { code: 'PGRST301', message: 'JWT expired' }),
      json(200, { protocol: 1, outcomes: [] }),
    )
    const released: string[] = []
    const pusher = createPusher(
      {
        clientId: 'c',
        cursor: () => Promise.resolve({ snapshot: null, generation: null, scope_version: null }),
        renewClientId: () => Promise.resolve(),
        leaseBatch: () => Promise.resolve([]),
        release: () => Promise.resolve(void released.push('released')),
        settle: () => Promise.resolve(),
      },
      remote,
    )
    expect(await remote.push('c', null, [])).toEqual([])
    expect([calls.length, renewals()]).toEqual([2, 1])
    expect(await pusher.pushBatch()).toBe(false)
    expect(released).toEqual([])
  })

  test('whose new token is refused too says that the session is over', async () => {
    const { remote, calls, renewals } = await remoteAnswering(json(401, { code: 'PGRST301', message: 'JWT expired' }))
    await expect(pull(remote)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect([calls.length, renewals()]).toEqual([2, 1])
  })

  test('that finds no connection is known to have reached nobody; one that breaks off is not', async () => {
    const { remote } = await remoteAnswering((_request, response) => response.destroy())
    await expect(remote.push('c', null, [])).rejects.toMatchObject({ code: 'network', isUnsent: false })
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
    await expect(remote.push('c', null, [])).rejects.toMatchObject({ code: 'network', isUnsent: true })
  })

  test.each([429, 503])('that is answered %i waits as long as it was asked to', async (status) => {
    const { remote } = await remoteAnswering(json(status, { message: 'slow down' }, { 'retry-after': '7' }))
    await expect(pull(remote)).rejects.toMatchObject({ retryAfterMs: 7_000 })
  })
})

/** A cache that tells what was written to it. */
function storeWithLog(): { store: PullStore; log: string[] } {
  const log: string[] = []
  const note = (what: string) => () => Promise.resolve(void log.push(what))
  return {
    log,
    store: {
      cursor: () => Promise.resolve({ snapshot: '1:1:', generation: GENERATION, scope_version: 1 }),
      stagePage: () => {
        log.push('staged')
        return Promise.resolve({ bytes: 0 })
      },
      applyRound: note('applied'),
      discardRound: note('discarded'),
      resetScope: note('reset'),
    },
  }
}

describe('an answer that cannot be what it seems never touches the cache', () => {
  const text = JSON.stringify(EMPTY)
  const cut: Answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
    response.write(text.slice(0, text.length / 2), () => response.destroy())
  }
  const cutCleanly: Answer = (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text.slice(0, text.length / 2))

  test.each<[string, Answer, string]>([
    ['of a newer protocol', json(200, { ...EMPTY, protocol: 2, reset: 'scope' }), 'incompatible'],
    ['of an older protocol', json(200, { ...EMPTY, protocol: 0 }), 'incompatible'],
    ['that broke off', cut, 'network'],
    ['that broke off and says it is whole', cutCleanly, 'network'],
    ['without its snapshot', json(200, { ...EMPTY, snapshot: undefined }), 'incompatible'],
    [
      'with rows that are none',
      json(200, { ...EMPTY, tables: [{ table: 'leads', columns: [], rows: 5 }] }),
      'incompatible',
    ],
    ['of null', json(200, null), 'incompatible'],
    ['of another page', json(200, '<html>'), 'incompatible'],
  ])('%s', async (_what, answer, code) => {
    const { remote } = await remoteAnswering(answer)
    const { store, log } = storeWithLog()
    const round = pullRound({
      store,
      remote,
      now: () => 0,
      budget: { rows: 10, spent() {}, exceeded() {} },
      onProgress: () => {},
      signal: new AbortController().signal,
    })
    await expect(round).rejects.toMatchObject({ name: 'RemoteError', code })
    expect(log).toEqual(['discarded'])
  })
})
