import type { RunCommand } from '../../bridge/use-command.ts'
import { FILE_PART_BYTES } from '#shared/contract/areas/attachments.ts'
import { fileObstacle } from '#shared/domain/outgoing-files.ts'

/**
 * Hands a file to main, part by part, which attaches it to the draft of a conversation.
 * @param onProgress is told how many bytes have been handed over
 * @returns why it could not be attached, in words; null when it was
 */
export async function attachFile(
  command: RunCommand,
  conversationId: string,
  file: File,
  onProgress: (done: number) => void,
): Promise<string | null> {
  const file_name = file.name.slice(-300) || 'Pasted file'
  const obstacle = fileObstacle({ file_name, size_bytes: file.size })
  if (obstacle) return obstacle
  const facts = { file_name, content_type: file.type.slice(0, 300), size_bytes: file.size }
  const begun = await command('file.begin', { conversation_id: conversationId, ...facts }, { quiet: true })
  if (!begun.ok) return begun.error.message
  const { file_id } = begun.value
  for (let from = 0; from < file.size; from += FILE_PART_BYTES) {
    const part = await base64Of(file.slice(from, from + FILE_PART_BYTES)).catch(() => null)
    if (part === null) {
      await command('file.drop', { file_id }, { quiet: true })
      return `${file_name} could not be read. Is it still there?`
    }
    const result = await command('file.append', { file_id, part }, { quiet: true })
    if (!result.ok) return result.error.message
    onProgress(Math.min(from + FILE_PART_BYTES, file.size))
  }
  return null
}

/** The browser's own way to base64: behind the comma of a data URL. */
function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(textOf(reader.result).split(',')[1] ?? ''))
    reader.addEventListener('error', () => reject(new Error('The file could not be read.')))
    reader.readAsDataURL(blob)
  })
}

const textOf = (result: string | ArrayBuffer | null): string => (typeof result === 'string' ? result : '')
