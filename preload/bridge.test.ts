import { expect, it } from 'vitest'
import { CHANNELS } from '#shared/contract/channels.ts'
import { createDesk } from './bridge.ts'

/** An `ipcRenderer` whose answers the test gives by hand. */
function fakeIpc() {
  const calls: { channel: string; args: unknown[]; answer: (value: unknown) => void; refuse: () => void }[] = []
  const sent: { channel: string; args: unknown[] }[] = []
  const handlers = new Map<string, (event: unknown, ...args: unknown[]) => void>()
  return {
    calls,
    sent,
    emit: (channel: string, ...args: unknown[]) => handlers.get(channel)?.(null, ...args),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise<unknown>((answer, reject) => {
        calls.push({ channel, args, answer, refuse: () => reject(new Error('gone')) })
      }),
    send: (channel: string, ...args: unknown[]) => void sent.push({ channel, args }),
    on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) =>
      void handlers.set(channel, listener),
  }
}

function setUp() {
  const ipc = fakeIpc()
  let minted = 0
  const desk = createDesk(ipc, { platform: 'linux', version: '1.2.3' }, () => `id-${++minted}`)
  const seen: unknown[] = []
  return { ipc, desk, seen }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('exposes a frozen object with nothing but the contract', () => {
  const { desk } = setUp()
  expect(Object.isFrozen(desk)).toBe(true)
  expect(Object.keys(desk).sort()).toEqual(['command', 'live', 'on', 'platform', 'version'])
})

it('answers a command with what main answered', async () => {
  const { ipc, desk } = setUp()
  const answer = desk.command('sync.now', {})
  ipc.calls[0]?.answer({ ok: true, value: null })
  expect(await answer).toEqual({ ok: true, value: null })
  expect(ipc.calls[0]).toMatchObject({ channel: CHANNELS.command, args: ['sync.now', {}] })
})

it('turns a broken channel into a failure instead of throwing', async () => {
  const { ipc, desk } = setUp()
  const answer = desk.command('sync.now', {})
  ipc.calls[0]?.refuse()
  expect(await answer).toMatchObject({ ok: false, error: { code: 'internal' } })
})

it('gives a live query its first answer and every later one', async () => {
  const { ipc, desk, seen } = setUp()
  desk.live('team.list', {}, (result) => seen.push(result))
  ipc.calls[0]?.answer({ ok: true, value: [] })
  await settled()
  ipc.emit(CHANNELS.liveUpdate, { subscription: 'id-1', result: { ok: true, value: ['later'] } })
  ipc.emit(CHANNELS.liveUpdate, { subscription: 'someone else', result: { ok: true, value: ['foreign'] } })
  expect(seen).toEqual([
    { ok: true, value: [] },
    { ok: true, value: ['later'] },
  ])
})

it('drops a first answer that an update has overtaken', async () => {
  const { ipc, desk, seen } = setUp()
  desk.live('team.list', {}, (result) => seen.push(result))
  ipc.emit(CHANNELS.liveUpdate, { subscription: 'id-1', result: { ok: true, value: ['new'] } })
  ipc.calls[0]?.answer({ ok: true, value: ['old'] })
  await settled()
  expect(seen).toEqual([{ ok: true, value: ['new'] }])
})

it('tells main once when a live query is stopped, and then stays silent', async () => {
  const { ipc, desk, seen } = setUp()
  const stop = desk.live('team.list', {}, (result) => seen.push(result))
  stop()
  stop()
  ipc.calls[0]?.answer({ ok: true, value: [] })
  await settled()
  expect(seen).toEqual([])
  expect(ipc.sent).toEqual([{ channel: CHANNELS.liveClose, args: [{ subscription: 'id-1' }] }])
})

it('hands events to those who listen for them, until they stop', () => {
  const { ipc, desk, seen } = setUp()
  const stop = desk.on('navigate.conversation', (payload) => seen.push(payload))
  ipc.emit(CHANNELS.event, 'navigate.conversation', { conversation_id: 'a' })
  stop()
  ipc.emit(CHANNELS.event, 'navigate.conversation', { conversation_id: 'b' })
  expect(seen).toEqual([{ conversation_id: 'a' }])
})
