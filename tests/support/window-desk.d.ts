import type { Desk } from '#shared/contract/ipc.ts'

declare global {
  interface Window {
    /** What preload exposes to the page. */
    readonly desk: Desk
  }
}
