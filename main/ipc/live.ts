import { ExpectedError } from '#shared/contract/errors.ts'
import { CHANNELS } from '#shared/contract/channels.ts'
import {
  type LiveQueryInput,
  type LiveQueryName,
  type LiveQueryOutputs,
  type LiveUpdate,
} from '#shared/contract/ipc.ts'
import { fail, ok, type Result } from '#shared/contract/result.ts'
import type { Log } from '../support/log.ts'

export type Resolve = <N extends LiveQueryName>(name: N, input: LiveQueryInput<N>) => Promise<LiveQueryOutputs[N]>

/** What live queries need of a page; Electron's WebContents is one. */
export interface LivePage {
  readonly id: number
  isDestroyed(): boolean
  send(channel: string, update: LiveUpdate): void
  once(event: 'destroyed', listener: () => void): unknown
  on(
    event: 'did-start-navigation',
    listener: (details: { isMainFrame: boolean; isSameDocument: boolean }) => void,
  ): unknown
}

export interface LiveQueries {
  /** Answers now and sends updates to the page until closed or until the page is gone. */
  open(page: LivePage, subscription: string, name: LiveQueryName, input: unknown): Promise<unknown>
  close(pageId: number, subscription: string): void
  /** Runs again, within a frame, the queries that `touches` picks; pages hear of answers that differ. */
  invalidate(touches: (name: LiveQueryName, input: unknown) => boolean): void
}

interface Subscription {
  page: LivePage
  id: string
  name: LiveQueryName
  input: unknown
  /** Last answer sent, as JSON: an equal one is not sent again. */
  sent: string
  dirty: boolean
  running: boolean
}

/** Changes are gathered this long, one frame, before queries run again. */
const COALESCE_MS = 8
/** More than any screen needs; a page that opens more is broken. */
const MAX_PER_PAGE = 500

export function createLiveQueries(resolve: Resolve, log: Log): LiveQueries {
  const subscriptions = new Map<string, Subscription>()
  const watched = new WeakSet<LivePage>()
  let timer: NodeJS.Timeout | null = null
  const keyOf = (pageId: number, id: string) => `${pageId}/${id}`

  function forgetPage(page: LivePage): void {
    for (const [key, subscription] of subscriptions) if (subscription.page === page) subscriptions.delete(key)
  }

  function watch(page: LivePage): void {
    if (watched.has(page)) return
    watched.add(page)
    page.once('destroyed', () => forgetPage(page))
    page.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) forgetPage(page)
    })
  }

  async function answer(subscription: Subscription): Promise<Result<unknown>> {
    try {
      return ok(await resolve(subscription.name, subscription.input as never))
    } catch (error) {
      if (error instanceof ExpectedError) return fail(error.code, error.message)
      log.error('live.failed', { name: subscription.name, cause: error instanceof Error ? error.name : typeof error })
      return fail('internal', 'This part of the screen could not be refreshed.')
    }
  }

  async function refresh(subscription: Subscription): Promise<void> {
    if (subscription.running) return
    subscription.running = true
    while (subscription.dirty) {
      subscription.dirty = false
      const result = await answer(subscription)
      const text = JSON.stringify(result)
      const { page, id } = subscription
      if (text === subscription.sent || page.isDestroyed() || !subscriptions.has(keyOf(page.id, id))) continue
      subscription.sent = text
      page.send(CHANNELS.liveUpdate, { subscription: id, result } satisfies LiveUpdate)
    }
    subscription.running = false
  }

  function flush(): void {
    timer = null
    for (const subscription of subscriptions.values()) if (subscription.dirty) void refresh(subscription)
  }

  return {
    async open(page, id, name, input) {
      watch(page)
      const key = keyOf(page.id, id)
      const ofPage = [...subscriptions.values()].filter((other) => other.page === page)
      if (subscriptions.has(key) || ofPage.length >= MAX_PER_PAGE) {
        throw new ExpectedError('invalid_input', 'This subscription cannot be opened.')
      }
      const subscription: Subscription = { page, id, name, input, sent: '', dirty: false, running: true }
      subscriptions.set(key, subscription)
      const value = await resolve(name, input as never).catch((error: unknown) => {
        subscriptions.delete(key)
        throw error
      })
      subscription.sent = JSON.stringify(ok(value))
      subscription.running = false
      if (subscription.dirty) void refresh(subscription)
      return value
    },

    close: (pageId, id) => void subscriptions.delete(keyOf(pageId, id)),

    invalidate(touches) {
      let any = false
      for (const subscription of subscriptions.values()) {
        if (subscription.dirty || !touches(subscription.name, subscription.input)) continue
        subscription.dirty = true
        any = true
      }
      if (any) timer ??= setTimeout(flush, COALESCE_MS)
    },
  }
}
