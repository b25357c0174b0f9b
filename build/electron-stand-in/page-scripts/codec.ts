/** Values of the structured clone algorithm as text, and back. */
export interface Codec {
  /** Throws what `structuredClone` throws for a value that cannot be cloned. */
  encode: (value: unknown) => string
  decode: (text: string) => unknown
}

/**
 * Makes a codec. It runs in Node and, sent as source text, in the page, so it may use nothing from around it.
 *
 * The text is JSON. Strings, finite numbers, booleans, null and plain objects stand for themselves. An array starts with
 * a 0; any other array starts with the name of what it stands for. Objects count up as they appear, and `['ref', n]` is
 * the n-th of them, which keeps shared and circular references.
 */
export function createCodec(): Codec {
  type Tagged = [tag: string | 0, ...fields: unknown[]]
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

  /** Sets a property; one named `__proto__` stays an ordinary one. */
  function define(object: object, key: string, value: unknown): void {
    if (key !== '__proto__') (object as Record<string, unknown>)[key] = value
    else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  }

  function encode(value: unknown): string {
    const seen = new Map<object, number>()

    function put(item: unknown): unknown {
      switch (typeof item) {
        case 'undefined':
          return ['undefined']
        case 'bigint':
          return ['bigint', String(item)]
        case 'number':
          if (Object.is(item, -0)) return ['number', '-0']
          return Number.isFinite(item) ? item : ['number', String(item)]
        case 'object':
          return item === null ? null : putObject(item)
        default:
          return item
      }
    }

    function putObject(object: object): unknown {
      const known = seen.get(object)
      if (known !== undefined) return ['ref', known]
      seen.set(object, seen.size)
      if (Array.isArray(object)) return putArray(object)
      return Object.prototype.toString.call(object) === '[object Object]' ? putProperties(object) : describe(object)
    }

    function putArray(array: unknown[]): unknown {
      const keys = Object.keys(array)
      const isDense = keys.length === array.length && keys.every((key, at) => key === String(at))
      return isDense ? [0, ...array.map(put)] : ['sparse', array.length, putProperties(array)]
    }

    function putProperties(object: object): object {
      const properties = {}
      for (const [key, item] of Object.entries(object)) define(properties, key, put(item))
      return properties
    }

    function describe(object: object): Tagged {
      if (object instanceof Error) return ['Error', object.name, object.message, object.stack, put(object.cause)]
      if (ArrayBuffer.isView(object)) {
        const bytes = new Uint8Array(object.buffer as ArrayBuffer, object.byteOffset, object.byteLength)
        return ['view', Object.prototype.toString.call(object).slice(8, -1), toBase64(bytes)]
      }
      if (object instanceof Date) return ['Date', put(object.getTime())]
      if (object instanceof RegExp) return ['RegExp', object.source, object.flags]
      if (object instanceof Map) return ['Map', ...[...object].flatMap(([key, item]) => [put(key), put(item)])]
      if (object instanceof Set) return ['Set', ...[...object].map(put)]
      if (object instanceof ArrayBuffer) return ['ArrayBuffer', toBase64(new Uint8Array(object))]
      if (BOXED.has(Object.prototype.toString.call(object))) return ['boxed', put(object.valueOf())]
      throw new DOMException('An object could not be cloned.', 'DataCloneError')
    }

    // Cloning first refuses exactly what the engine would refuse, and leaves only plain data to walk.
    return JSON.stringify(put(structuredClone(value)))
  }

  function decode(text: string): unknown {
    const objects: object[] = []

    /** An object is counted before it is filled, because it may contain itself. */
    function count<T extends object>(object: T): T {
      objects.push(object)
      return object
    }

    function get(encoded: unknown): unknown {
      if (typeof encoded !== 'object' || encoded === null) return encoded
      return Array.isArray(encoded) ? build(encoded as Tagged) : fill(count(encoded), encoded)
    }

    function fill(object: object, properties: object): object {
      for (const [key, item] of Object.entries(properties)) define(object, key, get(item))
      return object
    }

    function build([tag, ...fields]: Tagged): unknown {
      const [first, second, third, fourth] = fields
      switch (tag) {
        case 0: {
          const array = count(fields)
          for (let at = 0; at < array.length; at++) array[at] = get(array[at])
          return array
        }
        case 'undefined':
          return undefined
        case 'bigint':
          return BigInt(first as string)
        case 'number':
          return Number(first)
        case 'ref':
          return objects[first as number]
        case 'sparse':
          return fill(Object.assign(count([]), { length: first }), second as object)
        case 'Error': {
          const ErrorClass = ERRORS[first as keyof typeof ERRORS] ?? Error
          const error = count(new ErrorClass(second as string))
          error.stack = third as string
          const cause = get(fourth)
          if (cause !== undefined) error.cause = cause
          return error
        }
        case 'view': {
          const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => object>)[first as string]
          return count(new (View ?? Uint8Array)(fromBase64(second as string).buffer))
        }
        case 'Date':
          return count(new Date(get(first) as number))
        case 'RegExp':
          return count(new RegExp(first as string, second as string))
        case 'Map': {
          const map = count(new Map<unknown, unknown>())
          for (let at = 0; at < fields.length; at += 2) map.set(get(fields[at]), get(fields[at + 1]))
          return map
        }
        case 'Set': {
          const set = count(new Set<unknown>())
          for (const item of fields) set.add(get(item))
          return set
        }
        case 'ArrayBuffer':
          return count(fromBase64(first as string).buffer)
        default:
          // A boxed primitive is the only kind left.
          return count(Object(get(first)) as object)
      }
    }

    return get(JSON.parse(text))
  }

  return { encode, decode }
}
