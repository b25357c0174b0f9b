// Playwright ships the Chrome DevTools Protocol's types beside its own; the package's `exports` do not name them.
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }

/** The name of a DevTools Protocol command, such as `Page.navigate`. */
export type Command = keyof Protocol.CommandParameters
export type Parameters<C extends Command> = Protocol.CommandParameters[C]
export type Result<C extends Command> = Protocol.CommandReturnValues[C]

/** Any event of the protocol; `method` tells which, and narrows `params`. */
export type CdpEvent = {
  [M in keyof Protocol.Events]: { method: M; params: Protocol.Events[M] }
}[keyof Protocol.Events]
