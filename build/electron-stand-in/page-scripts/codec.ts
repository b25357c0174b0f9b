/** Values of the structured clone algorithm as text, and back. */
export interface Codec {
  /** Throws what `structuredClone` throws for a value that cannot be cloned. */
  encode(value: unknown): string
  decode(text: string): unknown
}

/**
 * Makes a codec. It runs in Node and, sent as source text, in the page, so it may use nothing from around it.
 *
 * The text is JSON: `[root, nodes]`. Strings, finite numbers, booleans and null stand for themselves; everything else
 * is a tagged array. Objects are `['ref', n]` into `nodes`, which keeps shared and circular references.
 */
export function createCodec(): Codec {
  type Encoded = string | number | boolean | null | [tag: string, ...rest: unknown[]]
  type Pairs = [key: string, value: Encoded][]
  const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
  const BOXED = new Set(['[object Boolean]', '[object Number]', '[object String]', '[object BigInt]'])
  const inNode = typeof Buffer === 'function'

  const toBase64 = (bytes: Uint8Array): string =>
    inNode
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
      : (bytes as Uint8Array & { toBase64(): string }).toBase64()
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
    inNode
      ? new Uint8Array(Buffer.from(text, 'base64'))
      : (Uint8Array as unknown as { fromBase64(text: string): Uint8Array<ArrayBuffer> }).fromBase64(text)

  function encodePrimitive(value: unknown): Encoded | undefined {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'undefined':
        return ['undefined']
      case 'bigint':
        return ['bigint', String(value)]
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['number', Object.is(value, -0) ? '-0' : String(value)]
      default:
        return value === null ? null : undefined
    }
  }

  function encode(value: unknown): string {
    const nodes: unknown[] = []
    const seen = new Map<object, number>()
    const put = (item: unknown): Encoded => {
      const primitive = encodePrimitive(item)
      if (primitive !== undefined) return primitive
      const object = item as object
      const known = seen.get(object)
      if (known !== undefined) return ['ref', known]
      const at = nodes.push(null) - 1
      seen.set(object, at)
      nodes[at] = describe(object)
      return ['ref', at]
    }
    const properties = (object: object): Pairs => Object.entries(object).map(([key, item]) => [key, put(item)])
    const describe = (object: object): unknown[] => {
      if (Array.isArray(object)) return ['Array', object.length, properties(object)]
      if (object instanceof Error) return ['Error', object.name, object.message, object.stack, put(object.cause)]
      if (ArrayBuffer.isView(object)) {
        const bytes = new Uint8Array(object.buffer as ArrayBuffer, object.byteOffset, object.byteLength)
        return ['view', Object.prototype.toString.call(object).slice(8, -1), toBase64(bytes)]
      }
      if (object instanceof Date) return ['Date', object.getTime()]
      if (object instanceof RegExp) return ['RegExp', object.source, object.flags]
      if (object instanceof Map) return ['Map', [...object].map(([key, item]) => [put(key), put(item)])]
      if (object instanceof Set) return ['Set', [...object].map(put)]
      if (object instanceof ArrayBuffer) return ['ArrayBuffer', toBase64(new Uint8Array(object))]
      if (BOXED.has(Object.prototype.toString.call(object))) return ['boxed', put(object.valueOf())]
      return ['Object', properties(object)]
    }
    // Cloning first refuses exactly what the engine would refuse, and leaves only plain data to walk.
    const root = put(structuredClone(value))
    return JSON.stringify([root, nodes])
  }

  function decode(text: string): unknown {
    const [root, nodes] = JSON.parse(text) as [Encoded, [tag: string, ...fields: unknown[]][]]
    const made = new Map<number, object>()
    const get = (encoded: Encoded): unknown => {
      if (!Array.isArray(encoded)) return encoded
      const [tag, field] = encoded
      switch (tag) {
        case 'undefined':
          return undefined
        case 'bigint':
          return BigInt(field as string)
        case 'number':
          return Number(field)
        default:
          return made.get(field as number) ?? build(field as number)
      }
    }
    // An object is remembered before it is filled, because it may contain itself.
    const remember = <T extends object>(at: number, object: T): T => {
      made.set(at, object)
      return object
    }
    const fill = (object: object, pairs: Pairs): object => {
      // Defining instead of assigning keeps a property named `__proto__` an ordinary one.
      for (const [key, item] of pairs) {
        Object.defineProperty(object, key, { value: get(item), writable: true, enumerable: true, configurable: true })
      }
      return object
    }
    const build = (at: number): object => {
      const [tag, first, second, third, fourth] = nodes[at] ?? ['Object', []]
      switch (tag) {
        case 'Array':
          return fill(Object.assign(remember(at, []), { length: first }), second as Pairs)
        case 'Error': {
          const ErrorClass = ERRORS[first as keyof typeof ERRORS] ?? Error
          const error = remember(at, new ErrorClass(second as string))
          error.stack = third as string
          const cause = get(fourth as Encoded)
          if (cause !== undefined) error.cause = cause
          return error
        }
        case 'view': {
          const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => object>)[first as string]
          return remember(at, new (View ?? Uint8Array)(fromBase64(second as string).buffer))
        }
        case 'Date':
          return remember(at, new Date(first as number))
        case 'RegExp':
          return remember(at, new RegExp(first as string, second as string))
        case 'Map': {
          const map = remember(at, new Map<unknown, unknown>())
          for (const [key, item] of first as [Encoded, Encoded][]) map.set(get(key), get(item))
          return map
        }
        case 'Set': {
          const set = remember(at, new Set<unknown>())
          for (const item of first as Encoded[]) set.add(get(item))
          return set
        }
        case 'ArrayBuffer':
          return remember(at, fromBase64(first as string).buffer)
        case 'boxed':
          return remember(at, Object(get(first as Encoded)) as object)
        default:
          return fill(remember(at, {}), first as Pairs)
      }
    }
    return get(root)
  }

  return { encode, decode }
}
