// Brings the global namespace `Electron` into the program.
/// <reference types="electron" />
import type { EventEmitter } from 'node:events'

/**
 * What `Mine` has in common with Electron's `Theirs`. A class that `implements Matching<itself, Electron.X>` fails to
 * compile as soon as one of its members drifts from Electron's signature.
 * Event methods are left out: they return `this`, which a part of a class can never match.
 */
export type Matching<Mine, Theirs> = Pick<Theirs, Exclude<keyof Mine & keyof Theirs, keyof EventEmitter>>

/** Hands a stand-in object, checked by `Matching`, to code that is typed for Electron's whole class. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the place that it is handed to names the type
export function asElectron<Theirs>(mine: object): Theirs {
  return mine as Theirs
}
