/** The preload's end of the bridge. */
export interface Bridge {
  /** `contextBridge.exposeInMainWorld`. */
  expose: (key: string, api: unknown) => void
}

/**
 * Makes one end of contextBridge; sent to both worlds of a page as source text, so it may use nothing from around it.
 *
 * The two worlds share the document and nothing else, so a DOM event with a secret name is a channel between them. It
 * is synchronous, and its detail is cloned on the way. Functions and promises travel as numbered references.
 */
export function createBridge(token: string, side: 'main' | 'isolated'): Bridge {
  type Reference = { kind: 'function' | 'yours' | 'promise'; id: number }
  type Failure = { error: unknown }
  type Outcome = { value: unknown } | Failure
  type Message =
    | { type: 'call'; functionId: number; callId: number; args: unknown }
    | { type: 'expose'; key: string; callId: number; api: unknown }
    | { type: 'return'; callId: number; outcome: Outcome }
    | { type: 'settle'; promiseId: number; outcome: Outcome }
  type Callable = (...args: unknown[]) => unknown

  const inbox = `${token}-${side}`
  const outbox = `${token}-${side === 'main' ? 'isolated' : 'main'}`
  // Taken before the page runs, so that it cannot listen in by replacing them.
  const root = document
  const dispatch = root.dispatchEvent.bind(root)
  const [DetailEvent, clone] = [CustomEvent, structuredClone]

  const functions = new Map<number, Callable>()
  const functionIds = new WeakMap<Callable, number>()
  const foreignIds = new WeakMap<Callable, number>()
  const promises = new Map<number, PromiseWithResolvers<unknown>>()
  const returned = new Map<number, Outcome>()
  let lastId = 0

  // Reading the detail in the other world clones it.
  const post = (message: Message): void => void dispatch(new DetailEvent(outbox, { detail: message }))
  const isFailure = (outcome: Outcome): outcome is Failure => 'error' in outcome
  const reference = (kind: Reference['kind'], id: number): object => ({ [token]: { kind, id } })

  function wrapFunction(callable: Callable): object {
    const foreign = foreignIds.get(callable)
    if (foreign !== undefined) return reference('yours', foreign)
    const id = functionIds.get(callable) ?? ++lastId
    functionIds.set(callable, id)
    functions.set(id, callable)
    return reference('function', id)
  }

  function wrapPromise(promise: Promise<unknown>): object {
    const promiseId = ++lastId
    const settle = (outcome: Outcome): void => post({ type: 'settle', promiseId, outcome })
    promise.then(
      (value) => settle({ value: wrap(value) }),
      (error: unknown) => settle({ error: wrap(error) }),
    )
    return reference('promise', promiseId)
  }

  function wrap(value: unknown, seen = new Map<object, unknown>()): unknown {
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.')
    if (typeof value === 'function') return wrapFunction(value as Callable)
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Promise) return wrapPromise(value)
    const known = seen.get(value)
    if (known !== undefined) return known
    if (Array.isArray(value)) return wrapArray(value, seen)
    // Dates, maps, errors, blobs and the like travel as they are, unless they cannot be cloned; then this throws.
    if (Object.prototype.toString.call(value) !== '[object Object]') return clone(value)
    const copy: Record<string, unknown> = {}
    seen.set(value, copy)
    for (const [key, item] of Object.entries(value)) copy[key] = wrap(item, seen)
    return copy
  }

  function wrapArray(array: unknown[], seen: Map<object, unknown>): unknown[] {
    const copy: unknown[] = []
    seen.set(array, copy)
    for (const item of array) copy.push(wrap(item, seen))
    return copy
  }

  function proxyOf(functionId: number): Callable {
    const proxy = (...args: unknown[]): unknown => {
      const callId = ++lastId
      post({ type: 'call', functionId, callId, args: wrap(args) })
      return outcomeOf(callId)
    }
    foreignIds.set(proxy, functionId)
    return proxy
  }

  /** The other world has answered by now, because the channel is synchronous. */
  function outcomeOf(callId: number): unknown {
    const outcome = returned.get(callId)
    returned.delete(callId)
    if (outcome === undefined) throw new Error('The preload script is not loaded')
    if (isFailure(outcome)) throw unwrap(outcome.error)
    return unwrap(outcome.value)
  }

  function resolveReference({ kind, id }: Reference): unknown {
    if (kind === 'yours') return functions.get(id)
    if (kind === 'function') return proxyOf(id)
    const promise = Promise.withResolvers<unknown>()
    promises.set(id, promise)
    return promise.promise
  }

  function unwrap(value: unknown, freeze = false, seen = new Set<object>()): unknown {
    if (typeof value !== 'object' || value === null || seen.has(value)) return value
    const referred = (value as Record<string, Reference | undefined>)[token]
    if (referred !== undefined) return resolveReference(referred)
    seen.add(value)
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value
    const holder = value as Record<string, unknown>
    for (const key of Object.keys(holder)) holder[key] = unwrap(holder[key], freeze, seen)
    return freeze ? Object.freeze(value) : value
  }

  function attempt(action: () => unknown): Outcome {
    try {
      return { value: wrap(action()) }
    } catch (error) {
      return { error: wrap(error) }
    }
  }

  function bind(key: string, api: unknown): void {
    if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
    Object.defineProperty(window, key, { value: unwrap(api, true), enumerable: true })
  }

  function settle(promiseId: number, outcome: Outcome): void {
    const promise = promises.get(promiseId)
    promises.delete(promiseId)
    if (isFailure(outcome)) promise?.reject(unwrap(outcome.error))
    else promise?.resolve(unwrap(outcome.value))
  }

  root.addEventListener(inbox, (event) => {
    event.stopImmediatePropagation()
    const message = (event as CustomEvent<Message>).detail
    switch (message.type) {
      case 'return':
        returned.set(message.callId, message.outcome)
        break
      case 'settle':
        settle(message.promiseId, message.outcome)
        break
      case 'call': {
        const { functionId, callId, args } = message
        const call = (): unknown => functions.get(functionId)?.(...(unwrap(args) as unknown[]))
        post({ type: 'return', callId, outcome: attempt(call) })
        break
      }
      case 'expose': {
        const { key, api, callId } = message
        post({ type: 'return', callId, outcome: attempt(() => bind(key, api)) })
      }
    }
  })

  return {
    expose(key, api) {
      const callId = ++lastId
      post({ type: 'expose', key, callId, api: wrap(api) })
      outcomeOf(callId)
    },
  }
}
