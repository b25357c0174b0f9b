/** What the main process and the database workers tell each other about files; data only, as in calls.ts. */

/** A file that a rep attached to the draft of a conversation; its content is with the files of attachments. */
export interface OutgoingFile {
  id: string
  conversation_id: string
  file_name: string
  content_type: string
  size_bytes: number
  /** Hex. */
  sha256: string
}

/** A file of a message that waits for it, and where its upload goes on. */
export interface Upload {
  id: string
  content_type: string
  size_bytes: number
  upload_url: string | null
}

/** Where the file of an attachment lies in the storage, and what is said of it. */
export interface AttachmentPlace {
  bucket: string
  path: string
  file_name: string | null
  content_type: string
  size_bytes: number
  /** Hex; null when nobody has said. */
  sha256: string | null
}
