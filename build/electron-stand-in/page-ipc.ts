import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { CdpSession } from './cdp.ts'
import type { Protocol } from './devtools-protocol.ts'
import { createCodec } from './page-scripts/codec.ts'
import type { FromPage, ToPage } from './page-scripts/isolated-world.ts'
import { pageSources } from './page-scripts/sources.ts'

/** What becomes of a page's messages. */
export interface IpcReceiver {
  onSend(channel: string, args: unknown[], isCurrent: boolean): void
  onInvoke(channel: string, args: unknown[], isCurrent: boolean): Promise<unknown>
  onPreloadError(error: Error): void
}

/** Electron's name for the preload's world. */
const WORLD = 'Electron Isolated Context'

/** Messages between the main process and the preload's world of one page. */
export class PageIpc {
  readonly #receiver: IpcReceiver
  readonly #codec = createCodec()
  readonly #token = randomUUID()
  readonly #binding = `binding-${this.#token}`
  readonly #inbox = `inbox-${this.#token}`
  /** The contexts of the document that is shown now; a message from any other comes from one that was left. */
  readonly #worlds = new Set<number>()
  #session: CdpSession | undefined

  constructor(receiver: IpcReceiver) {
    this.#receiver = receiver
  }

  /** Puts the preload into every document that the page will load. Throws for a preload that Electron would refuse. */
  async install(
    session: CdpSession,
    { preload, sandbox, additionalArguments = [] }: Electron.WebPreferences,
  ): Promise<void> {
    this.#session = session
    if (preload === undefined) return
    if (sandbox !== false && preload.endsWith('.mjs')) {
      throw new Error('Electron: a sandboxed preload cannot be an ES module')
    }
    const { platform, arch, versions, execPath, env } = process
    const config = {
      token: this.#token,
      binding: this.#binding,
      inbox: this.#inbox,
      preloadPath: preload,
      process: {
        platform,
        arch,
        versions,
        env,
        argv: [execPath, ...additionalArguments],
        type: 'renderer',
        contextIsolated: true,
        sandboxed: sandbox !== false,
      },
    }
    const sources = pageSources(config, readFileSync(preload, 'utf8'), pathToFileURL(preload).href)
    await Promise.all([
      session.send('Runtime.addBinding', { name: this.#binding, executionContextName: WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: sources.main }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: sources.isolated, worldName: WORLD }),
    ])
  }

  /** Sends to the page. Throws for arguments that cannot be cloned. */
  send(channel: string, args: unknown[]): void {
    const text = this.#encode(args, 'Failed to serialize arguments')
    for (const contextId of this.#worlds) this.#deliver({ kind: 'message', channel, text }, contextId)
  }

  onContextCreated({ id, name, auxData }: Protocol.Runtime.ExecutionContextDescription, mainFrame: string): void {
    if (name === WORLD && (auxData as { frameId?: string } | undefined)?.frameId === mainFrame) this.#worlds.add(id)
  }

  onContextDestroyed(id: number): void {
    this.#worlds.delete(id)
  }

  onContextsCleared(): void {
    this.#worlds.clear()
  }

  onBindingCalled({ name, payload, executionContextId }: Protocol.Runtime.bindingCalledPayload): void {
    if (name !== this.#binding) return
    const end = payload.indexOf('\n')
    const message = JSON.parse(payload.slice(0, end)) as FromPage
    const isCurrent = this.#worlds.has(executionContextId)
    if (message.kind === 'preload-error') return this.#receiver.onPreloadError(new Error(message.message))
    const args = this.#codec.decode(payload.slice(end + 1)) as unknown[]
    if (message.kind === 'send') return this.#receiver.onSend(message.channel, args, isCurrent)
    void this.#reply(message, args, isCurrent, executionContextId)
  }

  async #reply(
    { id, channel }: FromPage & { kind: 'invoke' },
    args: unknown[],
    isCurrent: boolean,
    contextId: number,
  ): Promise<void> {
    this.#deliver({ id, ...(await this.#answer(channel, args, isCurrent)) }, contextId)
  }

  async #answer(
    channel: string,
    args: unknown[],
    isCurrent: boolean,
  ): Promise<{ kind: 'reply' | 'fail'; text: string }> {
    try {
      const result = await this.#receiver.onInvoke(channel, args, isCurrent)
      return { kind: 'reply', text: this.#encode(result, 'An object could not be cloned.') }
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      return { kind: 'fail', text: String(error) }
    }
  }

  #encode(value: unknown, failure: string): string {
    try {
      return this.#codec.encode(value)
    } catch (cause) {
      throw new Error(failure, { cause })
    }
  }

  #deliver(message: ToPage, contextId: number): void {
    const expression = `globalThis[${JSON.stringify(this.#inbox)}]?.(${JSON.stringify(message)})`
    // A document that is gone by now misses the message, as in Electron.
    this.#session?.send('Runtime.evaluate', { expression, contextId, silent: true }).catch(() => {})
  }
}
