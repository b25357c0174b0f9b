import type { Codec } from './codec.ts'
import type { Bridge } from './context-bridge.ts'

/** What a page's isolated world is told about its surroundings. */
export interface WorldConfig {
  /** Secret that names the channel between the two worlds. */
  token: string
  /** The function that carries text to the main process, and the one that receives text from it. */
  binding: string
  inbox: string
  preloadPath: string
  process: Record<string, unknown>
}

/** A message to the main process. Its encoded arguments follow on the next line. */
export type FromPage =
  | { kind: 'send'; channel: string }
  | { kind: 'invoke'; id: number; channel: string }
  | { kind: 'preload-error'; message: string }

/** A message from the main process: `text` is encoded, except the words of an error. */
export type ToPage =
  | { kind: 'message'; channel: string; text: string }
  | { kind: 'reply' | 'fail'; id: number; text: string }

type Preload = (
  require: (id: string) => unknown,
  process: object,
  exports: object,
  module: object,
  global: object,
) => void

/**
 * Sets up the preload's world, with what a sandboxed Electron preload sees, and runs the preload in it. Sent as source
 * text, so it may use nothing from around it; `createCodec` and `createBridge` come along as arguments.
 */
export function runIsolatedWorld(
  config: WorldConfig,
  createCodec: () => Codec,
  createBridge: (token: string, side: 'isolated') => Bridge,
  preload: Preload,
): void {
  type Listener = (...args: unknown[]) => void
  const world = globalThis as unknown as Record<string, unknown>
  const codec = createCodec()
  const carry = world[config.binding] as (text: string) => void
  delete world[config.binding]
  const toMain = (message: FromPage, body = ''): void => carry(`${JSON.stringify(message)}\n${body}`)

  /** What `require('events')` gives a sandboxed preload. */
  class Emitter {
    readonly #listeners = new Map<string, { listener: Listener; run: Listener }[]>()

    on(name: string, listener: Listener, run = listener): this {
      this.#listeners.set(name, [...this.#of(name), { listener, run }])
      return this
    }

    once(name: string, listener: Listener): this {
      return this.on(name, listener, (...args) => {
        this.off(name, listener)
        listener(...args)
      })
    }

    off(name: string, listener: Listener): this {
      const at = this.#of(name).findLastIndex((entry) => entry.listener === listener)
      if (at !== -1) this.#listeners.set(name, this.#of(name).toSpliced(at, 1))
      return this
    }

    addListener(name: string, listener: Listener): this {
      return this.on(name, listener)
    }

    removeListener(name: string, listener: Listener): this {
      return this.off(name, listener)
    }

    removeAllListeners(name?: string): this {
      if (name === undefined) this.#listeners.clear()
      else this.#listeners.delete(name)
      return this
    }

    listenerCount(name: string): number {
      return this.#of(name).length
    }

    emit(name: string, ...args: unknown[]): boolean {
      for (const { run } of this.#of(name)) run.apply(this, args)
      return this.listenerCount(name) > 0
    }

    #of(name: string): { listener: Listener; run: Listener }[] {
      return this.#listeners.get(name) ?? []
    }
  }

  const waiting = new Map<number, PromiseWithResolvers<unknown> & { channel: string }>()
  let lastId = 0

  function encode(args: unknown[]): string {
    try {
      return codec.encode(args)
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }

  class IpcRenderer extends Emitter {
    send(channel: string, ...args: unknown[]): void {
      toMain({ kind: 'send', channel }, encode(args))
    }

    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const body = encode(args)
      const id = ++lastId
      const reply = Promise.withResolvers<unknown>()
      waiting.set(id, { ...reply, channel })
      toMain({ kind: 'invoke', id, channel }, body)
      return reply.promise
    }
  }
  const ipcRenderer = new IpcRenderer()

  function settle({ kind, id, text }: ToPage & { kind: 'reply' | 'fail' }): void {
    const call = waiting.get(id)
    waiting.delete(id)
    if (kind === 'reply') call?.resolve(codec.decode(text))
    else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${text}`))
  }

  world[config.inbox] = (message: ToPage): void => {
    if (message.kind !== 'message') return settle(message)
    const args = codec.decode(message.text) as unknown[]
    ipcRenderer.emit(message.channel, { sender: ipcRenderer, ports: [] }, ...args)
  }

  /** Reading what the stand-in lacks throws by name. */
  const named = <T extends object>(name: string, object: T): T =>
    new Proxy(object, {
      get(target, key): unknown {
        if (typeof key === 'symbol' || key in target || key === 'then') {
          const value: unknown = Reflect.get(target, key)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        }
        throw new Error(`Electron stand-in: ${name}.${key} is not implemented`)
      },
    })

  const bridge = createBridge(config.token, 'isolated')
  const electron = named('electron', {
    contextBridge: named('contextBridge', { exposeInMainWorld: bridge.expose }),
    ipcRenderer: named('ipcRenderer', ipcRenderer),
    webUtils: named('webUtils', {}),
    webFrame: named('webFrame', {}),
  })
  const modules: Record<string, unknown> = {
    electron,
    events: Object.assign(Emitter, { EventEmitter: Emitter }),
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
    url: { URL, URLSearchParams },
  }
  const require = (id: string): unknown => {
    const found = modules[id.replace(/^node:/, '').replace(/^electron\/(renderer|common)$/, 'electron')]
    // Electron's own words in a sandboxed preload.
    if (found === undefined) throw new Error(`module not found: ${id}`)
    return found
  }
  const module = { exports: {} }
  try {
    preload(require, config.process, module.exports, module, globalThis)
  } catch (error) {
    console.error(`Unable to load preload script: ${config.preloadPath}`)
    console.error(error)
    toMain({ kind: 'preload-error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
