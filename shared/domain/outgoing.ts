/** Replies between being sent by the rep and leaving: for a moment they can be taken back. */

/** Milliseconds that a reply waits before it leaves. */
export const UNDO_MS = 10_000
