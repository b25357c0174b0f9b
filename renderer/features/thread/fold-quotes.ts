/** A mail's text with what it quotes of earlier mails apart. */
export interface FoldedText {
  text: string
  /** From the line that introduces the quote on; null when nothing is quoted. */
  quote: string | null
}

/** What mail programs put above the mail they quote. Each has to be the whole line. */
const INTRODUCTIONS = [
  /^On .{4,200} wrote:$/i,
  /^Am .{4,200} schrieb.{0,200}:$/i,
  /^Le .{4,200} a écrit ?:$/i,
  /^El .{4,200} escribió:$/i,
  /^Il .{4,200} ha scritto:$/i,
  /^Op .{4,200} schreef.{0,200}:$/i,
  /^-{2,} ?(Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine|Mensaje original) ?-{2,}$/i,
  /^_{20,}$/,
]
/** Outlook's: a sender followed by a date. */
const HEADER = /^(From|Von|De|Da): \S/i
const DATE = /^(Sent|Gesendet|Date|Datum|Envoyé|Enviado|Inviato): \S/i

/**
 * Tells what a mail says from what it quotes below. A mail that answers between the lines of its quote, or that is nothing
 * but a quote, is left whole.
 * @param body the text of the mail, lines ended by LF or CRLF
 */
export function foldQuotes(body: string): FoldedText {
  const lines = body.split(/\r?\n/)
  const start = quoteStart(lines)
  const text = lines.slice(0, start).join('\n').trimEnd()
  if (start === lines.length || text === '') return { text: body, quote: null }
  return { text, quote: lines.slice(start).join('\n').trim() }
}

function quoteStart(lines: readonly string[]): number {
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim()
    // An introduction is sometimes broken over two lines.
    const joined = `${trimmed} ${lines[index + 1]?.trim() ?? ''}`
    if (INTRODUCTIONS.some((introduction) => introduction.test(trimmed) || introduction.test(joined))) {
      return answersBetween(lines.slice(index + 1)) ? lines.length : index
    }
    if (HEADER.test(trimmed) && lines.slice(index + 1, index + 4).some((next) => DATE.test(next.trim()))) return index
    if (trimmed.startsWith('>') && lines.slice(index).every(isQuoted)) return index
  }
  return lines.length
}

const isQuoted = (line: string): boolean => line.trim() === '' || line.trimStart().startsWith('>')

/** Whether somebody wrote below lines that are marked as quoted. */
function answersBetween(lines: readonly string[]): boolean {
  const first = lines.findIndex((line) => line.trimStart().startsWith('>'))
  return first !== -1 && !lines.slice(first).every(isQuoted)
}
