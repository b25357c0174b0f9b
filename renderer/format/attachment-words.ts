import { fileSize } from './file-size.ts'
import type { LoadedAttachment, TimelineAttachment } from '#shared/contract/areas/attachments.ts'
import { plainType, type MediaKind } from '#shared/domain/media-type.ts'

const UNNAMED: Record<MediaKind, string> = { image: 'Photo', audio: 'Voice message', video: 'Video', file: 'File' }

/** What an attachment is called; those without a name by what they are. */
export function attachmentName({ file_name, kind }: Pick<TimelineAttachment, 'file_name' | 'kind'>): string {
  return file_name?.trim() || UNNAMED[kind]
}

/** Types by the word that people use for them. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/zip': 'ZIP archive',
  'application/msword': 'Word document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word document',
  'application/vnd.ms-excel': 'Excel sheet',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel sheet',
  'application/vnd.ms-powerpoint': 'Presentation',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'Presentation',
  'text/plain': 'Text',
  'text/csv': 'Table (CSV)',
  'text/vcard': 'Contact',
}

/** Type and size in words, as far as they are known: `PDF · 1.2 MB`. */
export function attachmentFacts({ content_type, kind, size_bytes }: TimelineAttachment): string {
  const type = TYPE_WORDS[plainType(content_type)] ?? (kind === 'file' ? 'File' : UNNAMED[kind])
  return size_bytes > 0 ? `${type} · ${fileSize(size_bytes)}` : type
}

/** What is wrong with a file that is here, in words; null when nothing is. */
export function warningOf({ kind }: TimelineAttachment, file: LoadedAttachment): string | null {
  if (!file.is_lying) return null
  const claimed = { image: 'a picture', audio: 'a sound', video: 'a video', file: 'a file' }[kind]
  return `It says it is ${claimed}, but it is not. Save it only if you trust the sender.`
}
