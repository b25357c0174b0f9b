import type { TimelineAttachment } from '#shared/contract/areas/attachments.ts'

/**
 * How much of a message's files is on the server.
 * @param sent bytes that have been sent of each file on its way
 */
export function uploadOf(
  files: readonly TimelineAttachment[],
  sent: Readonly<Record<string, number>>,
): { done: number; total: number; percent: number } {
  const total = files.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
  const done = files.reduce(
    (sum, { id, size_bytes, upload }) => sum + (upload === null ? size_bytes : Math.min(sent[id] ?? 0, size_bytes)),
    0,
  )
  return { done, total, percent: total === 0 ? 0 : Math.floor((done / total) * 100) }
}
