/** Files of messages: fetched once, kept sealed on this device, shown, opened and saved from there. */
import { z } from 'zod'
import type { MediaKind } from '../../domain/media-type.ts'

const attachment = z.object({ attachment_id: z.uuid() })

export const ATTACHMENT_COMMANDS = {
  /** Brings a file onto this device, unless it is there; then {@link attachmentUrl} serves what can be shown. */
  'attachment.load': attachment,
  /** Opens a copy in the system's own program; `forbidden` for what could run. */
  'attachment.open': attachment,
  /** Asks where to, and saves a copy there. */
  'attachment.save': attachment,
} as const

export interface AttachmentCommandOutputs {
  'attachment.load': LoadedAttachment
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
}

const PREFIX = '/attachments/'

/** Where the page finds a file that has been loaded and can be shown. */
export const attachmentUrl = (id: string): string => `${PREFIX}${id}`

const ATTACHMENT_PATH = new RegExp(`^${PREFIX}([0-9a-f-]{36})$`)

/** The attachment that a path of the page's origin stands for; null when it is none. */
export const attachmentOfPath = (path: string): string | null => ATTACHMENT_PATH.exec(path)?.[1] ?? null
