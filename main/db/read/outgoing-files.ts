/** Files on their way to customers: attached to drafts, and waiting to be stored. */
import type { DraftFile } from '#shared/contract/areas/attachments.ts'
import { kindOfType } from '#shared/domain/media-type.ts'
import type { ReadInput } from '../calls.ts'
import type { Upload } from '../file-calls.ts'
import type { Connection } from '../connection.ts'

/** Files that are attached to the draft of a conversation, in the order they were. */
export function draftFiles(db: Connection): (input: ReadInput<'draft.files'>) => DraftFile[] {
  const statement = db.prepare<[string], Omit<DraftFile, 'kind'>>(
    `select id, file_name, content_type, size_bytes from outgoing_files
     where conversation_id = ? and message_id is null order by at, id`,
  )
  return ({ conversation_id }) =>
    statement.all(conversation_id).map((file) => ({ ...file, kind: kindOfType(file.content_type) }))
}

/** The oldest file of a message that is to be stored; null when none is waiting. */
export function nextUpload(db: Connection): () => Upload | null {
  const statement = db.prepare<[], Upload>(
    `select id, content_type, size_bytes, upload_url from outgoing_files
     where message_id is not null and not stored and error is null order by at, id limit 1`,
  )
  return () => statement.get() ?? null
}

/** Ids of all files that the server does not have for certain. */
export function outgoingIds(db: Connection): () => string[] {
  const statement = db.prepare<[], string>('select id from outgoing_files').pluck()
  return () => statement.all()
}
