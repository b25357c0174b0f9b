/** What Electron tells of who sent a message. */
export interface Sender {
  /** Null for a frame that is gone by now. */
  senderFrame: { url: string; parent: unknown } | null
}

/**
 * Whether a message comes from the page of one of our windows: its top frame, showing our own origin. A frame that is gone
 * by now, one inside of a page, and a window that shows something else are refused.
 * @param isOurs whether a URL is of our own origin
 */
export const isFromOurPage = ({ senderFrame }: Sender, isOurs: (url: string) => boolean): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url)
