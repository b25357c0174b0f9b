/** Files of messages: fetched once, kept sealed on this device, shown, opened and saved from there. */
import { z } from 'zod'
import type { MediaKind } from '../../domain/media-type.ts'

const attachment = z.object({ attachment_id: z.uuid() })

/** Most bytes that travel from page to main at once. */
export const FILE_PART_BYTES = 393_216

export const ATTACHMENT_COMMANDS = {
  /** Brings a file onto this device, unless it is there; then {@link attachmentUrl} serves what can be shown. */
  'attachment.load': attachment,
  /** Opens a copy in the system's own program; `forbidden` for what could run. */
  'attachment.open': attachment,
  /** Asks where to, and saves a copy there. */
  'attachment.save': attachment,
  /** Begins to attach a file to the draft of a conversation; its content follows in order, by `file.append`. */
  'file.begin': z.object({
    conversation_id: z.uuid(),
    file_name: z.string().min(1).max(300),
    content_type: z.string().max(300),
    size_bytes: z.int().min(0),
  }),
  /** The next part of a file, at most {@link FILE_PART_BYTES}, as base64; with the last one it is attached. */
  'file.append': z.object({ file_id: z.uuid(), part: z.base64().max(FILE_PART_BYTES * 1.5) }),
  /** Takes a file off the draft, or gives up attaching it. */
  'file.drop': z.object({ file_id: z.uuid() }),
  /** Tries again to store a file that the server did not take. */
  'upload.retry': attachment,
} as const

export const ATTACHMENT_QUERIES = {
  /** Files that are attached to the draft of a conversation, in the order they were. */
  'draft.files': z.object({ conversation_id: z.uuid() }),
  /** Bytes that have been stored of each file on its way, by attachment. */
  'upload.progress': z.object({}).strict(),
} as const

export interface AttachmentQueryOutputs {
  'draft.files': DraftFile[]
  'upload.progress': Record<string, number>
}

/** A file that is attached to a draft. */
export interface DraftFile {
  id: string
  file_name: string
  content_type: string
  kind: MediaKind
  size_bytes: number
}

export interface AttachmentCommandOutputs {
  'attachment.load': LoadedAttachment
  'file.begin': { file_id: string }
  /** The name it was saved under; null when the rep gave up. */
  'attachment.save': { saved_as: string | null }
}

/** A file that is on this device. */
export interface LoadedAttachment {
  /** How it can be shown, by its bytes. */
  kind: MediaKind
  /** It claims to be something that is shown, and is not. */
  is_lying: boolean
  /** Whether `attachment.open` takes it. */
  can_open: boolean
  size_bytes: number
}

/** A file of a message, as the thread shows it. */
export interface TimelineAttachment {
  id: string
  file_name: string | null
  content_type: string
  /** How it is to be shown, by what its sender says it is. */
  kind: MediaKind
  /** 0: not known. */
  size_bytes: number
  /** In words: why there is no file; null where there is one. */
  missing: string | null
  /** How far it is on its way to the server; null when the server has it. `failed`: and why. */
  upload: { state: 'waiting' } | { state: 'failed'; reason: string } | null
}

const PREFIX = '/attachments/'

/** Where the page finds a file that has been loaded and can be shown. */
export const attachmentUrl = (id: string): string => `${PREFIX}${id}`

const ATTACHMENT_PATH = new RegExp(`^${PREFIX}([0-9a-f-]{36})$`)

/** The attachment that a path of the page's origin stands for; null when it is none. */
export const attachmentOfPath = (path: string): string | null => ATTACHMENT_PATH.exec(path)?.[1] ?? null
