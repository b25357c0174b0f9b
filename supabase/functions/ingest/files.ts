import type { FunctionContext } from '../_shared/context.ts'
import type { IncomingFile } from './adapter.ts'
import type { IngestEvent } from './event.ts'
import { Refusal } from './refusal.ts'

/** What a file that is stored, or one that never will be, is answered with. */
type Stored = { outcome: 'stored' } | { outcome: 'refused'; reason: string } | { outcome: 'failed' }

/**
 * Stores the files of a delivery, before its message: a message never shows an attachment that is not there. A path names
 * its content, so what is there is the same. Tried twice, since two deliveries of one mail at once may get into each
 * other's way.
 *
 * @returns why the bucket does not take a file (its type, its size), by path.
 * @throws Refusal 503 when one cannot be stored now.
 */
export async function storeFiles(
  files: readonly IncomingFile[],
  context: FunctionContext,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>()
  for (const file of files) {
    const first = await storeFile(file, context)
    const stored = first.outcome === 'failed' ? await storeFile(file, context) : first
    if (stored.outcome === 'refused') refused.set(file.path, stored.reason)
    if (stored.outcome === 'failed') {
      throw new Refusal(503, 'storage_unavailable', 'A file could not be stored; deliver again.')
    }
  }
  return refused
}

async function storeFile(
  { path, content_type: contentType, bytes }: IncomingFile,
  context: FunctionContext,
): Promise<Stored> {
  const { error } = await context.service.storage.from('attachments').upload(path, bytes, { contentType })
  if (error === null) return { outcome: 'stored' }
  // Storage tells the real code in `statusCode` of an answer that is a 400.
  const code = 'statusCode' in error ? String(error.statusCode) : ''
  if (code === '409' || /already exists/i.test(error.message)) return { outcome: 'stored' }
  return code === '413' || code === '415' ? { outcome: 'refused', reason: error.message } : { outcome: 'failed' }
}

/** The events with what became of their files: one that is not kept is still listed, with the reason. */
export function withRefusals(events: readonly IngestEvent[], refused: ReadonlyMap<string, string>): IngestEvent[] {
  return events.map((event) => {
    if (refused.size === 0 || event.kind !== 'contact' || !event.message?.attachments) return event
    const attachments = event.message.attachments.map((attachment) => {
      const reason = refused.get(attachment.path)
      return reason === undefined ? attachment : { ...attachment, metadata: { refused: reason.slice(0, 300) } }
    })
    return { ...event, message: { ...event.message, attachments } }
  })
}
