/** How a large round lets the rep's own writes run in between. */
export interface Courtesy {
  /** Whether a call waits to be answered: the transaction under way is then ended early. */
  isAwaited(): boolean
  /** Lets the calls that wait run. */
  pause(): Promise<void>
}

/** For a writer that is asked one thing at a time. */
export const NOBODY_WAITS: Courtesy = { isAwaited: () => false, pause: () => Promise.resolve() }
