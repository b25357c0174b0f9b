import { z } from 'zod'
import type { TimelineAttachment } from '#shared/contract/areas/attachments.ts'
import type { TimelineItem } from '#shared/contract/read-models.ts'
import { kindOfType } from '#shared/domain/media-type.ts'
import type { Connection } from '../connection.ts'

type StoredAttachment = Pick<TimelineAttachment, 'id' | 'file_name' | 'content_type' | 'size_bytes'> & {
  message_id: string
  metadata: string
  /** Null for one that did not come from this device. */
  stored: number | null
  error: string | null
}

const ATTACHMENTS = `select a.id, a.message_id, a.file_name, a.content_type, a.size_bytes, a.metadata,
    f.stored, f.error
  from json_each(?) as wanted cross join attachments as a on a.message_id = wanted.value
  left join outgoing_files as f on f.id = a.id
  order by a.message_id, a.created_at, a.path`

/** Gives the messages among the items their files: one look-up of an index for each message. */
export function attachmentsOfItems(db: Connection): (items: TimelineItem[]) => TimelineItem[] {
  const statement = db.prepare<[string], StoredAttachment>(ATTACHMENTS)
  return (items) => {
    const ids = items.filter(({ kind }) => kind === 'message').map(({ id }) => id)
    const byMessage = Map.groupBy(statement.all(JSON.stringify(ids)), ({ message_id }) => message_id)
    if (byMessage.size === 0) return items
    return items.map((item) => {
      const files = item.kind === 'message' ? byMessage.get(item.id) : undefined
      return item.kind === 'message' && files ? { ...item, attachments: files.map(attachmentOf) } : item
    })
  }
}

/** What the intake says of a file: why it is not kept, or where the vendor has it. */
const metadataSchema = z.object({
  refused: z.string().nullable().catch(null),
  source: z.unknown().optional(),
})

function attachmentOf({
  message_id: _message,
  metadata,
  stored,
  error,
  ...file
}: StoredAttachment): TimelineAttachment {
  const { refused, source } = metadataSchema.catch({ refused: null }).parse(JSON.parse(metadata))
  const isElsewhere = file.size_bytes === 0 && source !== undefined
  const upload = stored === 0 ? uploadOf(error) : null
  return { ...file, kind: kindOfType(file.content_type), missing: reasonOf(refused, isElsewhere), upload }
}

const uploadOf = (reason: string | null): TimelineAttachment['upload'] =>
  reason === null ? { state: 'waiting' } : { state: 'failed', reason }

function reasonOf(refused: string | null, isElsewhere: boolean): string | null {
  if (refused !== null) return `Not kept: ${refused}`
  return isElsewhere ? 'Not fetched from the customer’s app yet' : null
}
