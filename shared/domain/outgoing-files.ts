/** Files that reps send: what may go by which channel, and as what. */
import { MAX_ATTACHMENT_BYTES, plainType } from './media-type.ts'
import type { Platform } from './vocabulary.ts'

/** Most files of one message. */
export const MAX_FILES = 10

const MB = 1_048_576

/** Types besides pictures, sound and films that the bucket `attachments` takes under their own name. */
const STORED: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/heic',
  'audio/aac',
  'audio/amr',
  'audio/mp4',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'video/3gpp',
  'video/mp4',
  'video/quicktime',
  'video/webm',
  'application/pdf',
  'application/zip',
  'text/plain',
  'text/csv',
  'text/vcard',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
])

/** The type under which a file is stored (…20600_bucket_limits): anything that is not known there is just bytes. */
export function storedType(contentType: string): string {
  const type = plainType(contentType)
  return STORED.has(type) ? type : 'application/octet-stream'
}

/** Where the file of an attachment that a rep sends lies in the bucket; as `app.sent_file_path` has it. */
export const sentFilePath = (organizationId: string, attachmentId: string): string =>
  `${organizationId}/sent/${attachmentId}`

export interface SentFile {
  file_name: string
  content_type: string
  size_bytes: number
}

type Family = 'image' | 'audio' | 'video' | 'file'

interface ChannelLimits {
  name: string
  /** Bytes of one file by what it is; what is left out does not go at all. */
  each: Partial<Record<Family, number>>
  /** Bytes of all together. */
  total?: number
  /** Files of one message, where that is not {@link MAX_FILES}. */
  files?: number
  /** What cannot have words beside it. */
  alone?: readonly Family[]
}

const all = (bytes: number): Record<Family, number> => ({ image: bytes, audio: bytes, video: bytes, file: bytes })

/**
 * What the providers take in one message, so that it is sent once or not at all. WhatsApp: "Cloud API, Media: Supported
 * media types". Messenger and Instagram: "Send API, attachments". SMS: Twilio, "Accepted content types for media", 5 MB
 * with the words. E-mail: 25 MB for most servers, of which the encoding takes a third.
 */
const LIMITS: Record<Platform, ChannelLimits | null> = {
  whatsapp: {
    name: 'WhatsApp',
    each: { image: 5 * MB, audio: 16 * MB, video: 16 * MB, file: 100 * MB },
    files: 1,
    alone: ['audio'],
  },
  facebook: {
    name: 'Messenger',
    each: { ...all(25 * MB), image: 8 * MB },
    files: 1,
    alone: ['image', 'audio', 'video', 'file'],
  },
  instagram: {
    name: 'Instagram',
    each: { image: 8 * MB, audio: 25 * MB, video: 25 * MB },
    files: 1,
    alone: ['image', 'audio', 'video'],
  },
  sms: { name: 'SMS', each: { ...all(5 * MB), file: 600_000 }, total: 5 * MB },
  email: { name: 'E-mail', each: all(18 * MB), total: 18 * MB },
  web: { name: 'The web chat', each: all(100 * MB) },
  voice: null,
}

const familyOf = (contentType: string): Family => {
  const [kind] = contentType.split('/')
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
}

const WORDS: Record<Family, string> = { image: 'pictures', audio: 'sound', video: 'videos', file: 'documents' }

const megabytes = (bytes: number): string => (bytes >= MB ? `${Math.floor(bytes / MB)} MB` : `${bytes / 1000} kB`)

/**
 * Why these files cannot go by a channel, in one sentence that says what can be done; null when they can.
 * @param body the words beside them
 */
export function filesObstacle(platform: Platform, files: readonly SentFile[], body: string): string | null {
  if (files.length === 0) return null
  const limits = LIMITS[platform]
  if (!limits) return 'Files cannot be sent by this channel. Choose another one.'
  const { name, each, total, files: most = MAX_FILES, alone = [] } = limits
  if (files.length > most) {
    return `${name} takes ${most === 1 ? 'one file' : `${most} files`} in a message: send the others after it.`
  }
  for (const { file_name, content_type, size_bytes } of files) {
    const family = familyOf(content_type)
    const largest = each[family]
    if (largest === undefined) {
      return `${name} takes no ${WORDS[family]}: remove ${file_name} or choose another channel.`
    }
    if (size_bytes > largest) {
      return `${file_name} is too large: ${name} takes ${WORDS[family]} of up to ${megabytes(largest)}.`
    }
    if (body.trim() !== '' && alone.includes(family)) {
      return `${name} takes no words beside ${file_name}: send the one after the other.`
    }
  }
  const together = files.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
  return total !== undefined && together > total
    ? `Together the files are too large: ${name} takes up to ${megabytes(total)}.`
    : null
}

/** Why a file cannot be attached at all; null when it can. */
export function fileObstacle({ file_name, size_bytes }: Omit<SentFile, 'content_type'>): string | null {
  if (size_bytes === 0) return `${file_name} is empty.`
  return size_bytes > MAX_ATTACHMENT_BYTES ? `${file_name} is too large: 100 MB is the most.` : null
}
