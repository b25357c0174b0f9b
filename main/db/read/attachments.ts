/** Attachments as files: where they lie, and which of them this cache still knows. */
import type { ReadInput, Reads } from '../calls.ts'
import type { Connection } from '../connection.ts'

type Place = Reads['attachment.place']['output']

/** Where an attachment lies in the storage, and what is said of it; null when it is not in the cache. */
export function attachmentPlace(db: Connection): (input: ReadInput<'attachment.place'>) => Place {
  const statement = db.prepare<[string], NonNullable<Place>>(
    'select bucket, path, file_name, content_type, size_bytes, sha256 from attachments where id = ?',
  )
  return ({ attachment_id }) => statement.get(attachment_id) ?? null
}

/** Those of the ids that are attachments in this cache. */
export function knownAttachments(db: Connection): (input: ReadInput<'attachment.known'>) => string[] {
  const statement = db
    .prepare<[string], string>('select id from attachments where id in (select value from json_each(?))')
    .pluck()
  return ({ ids }) => statement.all(JSON.stringify(ids))
}
