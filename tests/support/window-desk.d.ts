import type { Desk } from '#shared/contract/ipc.ts'

declare global {
  /** What preload exposes to the page, for what specs run inside it. */
  var desk: Desk
}
