import { CHANNELS } from '#shared/contract/channels.ts'
import type { Desk, EventName, LiveUpdate } from '#shared/contract/ipc.ts'
import type { Result } from '#shared/contract/result.ts'

/** The part of Electron's `ipcRenderer` that the bridge uses. */
export interface Ipc {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  send(channel: string, ...args: unknown[]): void
  on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): void
}

type Listener = (payload: unknown) => void
interface Subscription {
  /** True once main pushed an update: an initial answer that arrives after it is older and is dropped. */
  updated: boolean
  listener: (result: Result<unknown>) => void
}

/** What the page sees when main does not answer at all, for example while the app quits. */
const UNREACHABLE: Result<never> = {
  ok: false,
  error: { code: 'internal', message: 'The app did not answer. Try again; if it stays like this, restart Leadline.' },
}

/**
 * Builds the one object the page gets. Payloads pass unparsed: main parses every input with the contract's schemas, and
 * its answers are typed by the same contract.
 * @param about platform and version of the running app
 * @param mintId gives a subscription id that no other page of this window, before or after a reload, has used
 */
export function createDesk(ipc: Ipc, about: Pick<Desk, 'platform' | 'version'>, mintId: () => string): Desk {
  const subscriptions = new Map<string, Subscription>()
  const listeners = new Map<string, Set<Listener>>()

  ipc.on(CHANNELS.liveUpdate, (_event, update) => {
    const { subscription, result } = update as LiveUpdate
    const entry = subscriptions.get(subscription)
    if (!entry) return
    entry.updated = true
    entry.listener(result)
  })
  ipc.on(CHANNELS.event, (_event, name, payload) => {
    for (const listener of listeners.get(name as EventName) ?? []) listener(payload)
  })

  const ask = (channel: string, ...args: unknown[]): Promise<Result<never>> =>
    ipc.invoke(channel, ...args).then(
      (answer) => answer as Result<never>,
      () => UNREACHABLE,
    )

  return Object.freeze<Desk>({
    ...about,
    command: (name, input) => ask(CHANNELS.command, name, input),
    live(name, input, listener) {
      const id = mintId()
      const entry: Subscription = { updated: false, listener: listener as Subscription['listener'] }
      subscriptions.set(id, entry)
      const open = async () => {
        const initial = await ask(CHANNELS.liveOpen, { subscription: id, name, input })
        if (subscriptions.has(id) && !entry.updated) entry.listener(initial)
      }
      void open()
      return () => {
        if (subscriptions.delete(id)) ipc.send(CHANNELS.liveClose, { subscription: id })
      }
    },
    on(name, listener) {
      const added = listener as Listener
      const group = listeners.get(name) ?? new Set()
      listeners.set(name, group.add(added))
      return () => void group.delete(added)
    },
  })
}
