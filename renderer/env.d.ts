import type { Desk } from '#shared/contract/ipc.ts'

declare global {
  interface Window {
    /** Exposed by the preload script; the page's only way to the main process. */
    readonly desk: Desk
  }
}
