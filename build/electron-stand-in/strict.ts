import { EventEmitter } from 'node:events'

/** Names that engines, loggers and test tools look up on any object; asking for them must stay harmless. */
const PROBED_BY_TOOLS = new Set([
  'then',
  'catch',
  'toJSON',
  'inspect',
  'href',
  'nodeType',
  'tagName',
  'asymmetricMatch',
  'domain',
])

/** The error for a part of Electron that the stand-in lacks; `name` is written as an app would, such as `tray.setTitle`. */
export function notImplemented(name: string): Error {
  return new Error(`Electron stand-in: ${name} is not implemented`)
}

/**
 * A prototype to put above `parent`: a member that neither the object nor `parent` has throws by name when it is read.
 * It sits in the prototype chain and not around the object, so private fields and `instanceof` keep working.
 */
function throwingPrototype(name: string, parent: object): object {
  return new Proxy(Object.create(parent) as object, {
    get(target, key, receiver): unknown {
      if (typeof key === 'symbol' || key in target || PROBED_BY_TOOLS.has(key))
        return Reflect.get(target, key, receiver)
      throw notImplemented(`${name}.${key}`)
    },
  })
}

/** A base class for the stand-in of `name` that emits events; members it lacks throw by name. */
export function strictEmitter(name: string): new () => EventEmitter {
  class StrictEmitter extends EventEmitter {}
  Object.setPrototypeOf(StrictEmitter.prototype, throwingPrototype(name, EventEmitter.prototype))
  return StrictEmitter
}

/** A base class for the stand-in of `name` without events; members it lacks throw by name. */
export function strictObject(name: string): new () => object {
  class StrictObject extends Object {}
  Object.setPrototypeOf(StrictObject.prototype, throwingPrototype(name, Object.prototype))
  return StrictObject
}

/** Stands for a whole module or class that is missing: importing it is harmless, using it throws by name. */
export function missingModule(name: string): never {
  const throwFor = (key: string | symbol): never => {
    throw notImplemented(typeof key === 'symbol' ? name : `${name}.${key}`)
  }
  return new Proxy(class extends Object {}, {
    get: (_target, key) => (typeof key === 'symbol' || PROBED_BY_TOOLS.has(key) ? undefined : throwFor(key)),
    construct: () => {
      throw notImplemented(`new ${name}()`)
    },
  }) as never
}
