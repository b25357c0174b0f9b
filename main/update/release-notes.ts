import type { Release } from './updates.ts'

/** More than anybody reads. */
const MOST_CHARACTERS = 4_000

/** A release's notes as plain text: publishers write text or simple HTML, and with several versions a list of them. */
export function notesOf(notes: Release['releaseNotes']): string {
  if (!notes) return ''
  const text = Array.isArray(notes) ? notes.map(({ version, note }) => `${version}\n${note ?? ''}`).join('\n\n') : notes
  return text
    .replaceAll(/<li[^>]*>/gi, '• ')
    .replaceAll(/<(br|\/p|\/li|\/h\d|\/div)[^>]*>/gi, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, MOST_CHARACTERS)
}
