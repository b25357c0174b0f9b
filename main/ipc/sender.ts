import type { IpcMainInvokeEvent } from 'electron'

/**
 * Whether a message comes from the page of one of our windows: its top frame, showing our own origin. A frame that is gone
 * by now, one inside of a page, and a window that shows something else are refused.
 * @param isOurs whether a URL is of our own origin
 */
export function isFromOurPage(
  { senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>,
  isOurs: (url: string) => boolean,
): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url)
}
