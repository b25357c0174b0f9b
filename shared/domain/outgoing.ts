/** Replies between being sent by the rep and leaving: for a moment they can be taken back. */

/** Milliseconds that a reply waits before it leaves. */
export const UNDO_MS = 10_000

/** Milliseconds that a message can wait for its time at most (the server's rule: a year). */
export const MAX_WAIT_MS = 365 * 24 * 60 * 60_000
