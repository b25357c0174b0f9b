/** Attachments as files: where they lie, and which of them this cache still knows. */
import type { ReadInput, Reads } from '../calls.ts'
import type { Connection } from '../connection.ts'

type Place = Reads['attachment.place']['output']

/** Where an attachment lies in the storage, and what is said of it; null when it is not in the cache. */
export function attachmentPlace(db: Connection): (input: ReadInput<'attachment.place'>) => Place {
  const statement = db.prepare<[string], NonNullable<Place>>(
    'select bucket, path, file_name, content_type, size_bytes, sha256 from attachments where id = ?',
  )
  // It was never anywhere but here.
  const attached = db.prepare<[string], NonNullable<Place>>(
    `select 'attachments' as bucket, '' as path, file_name, content_type, size_bytes, sha256
     from outgoing_files where id = ?`,
  )
  return ({ attachment_id }) => statement.get(attachment_id) ?? attached.get(attachment_id) ?? null
}

/** Those of the ids that are attachments in this cache, or on their way to be. */
export function knownAttachments(db: Connection): (input: ReadInput<'attachment.known'>) => string[] {
  const statement = db
    .prepare<[{ ids: string }], string>(
      `select id from attachments where id in (select value from json_each(:ids))
       union select id from outgoing_files where id in (select value from json_each(:ids))`,
    )
    .pluck()
  return ({ ids }) => statement.all({ ids: JSON.stringify(ids) })
}
