/** A stretch of message text: plain, or a link with the address that may be opened. */
export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; url: string }

/** Bounded everywhere: a customer's message of any shape must not hold up the page. */
const CANDIDATE =
  /(?<lead>\bleadline:\/\/lead\/[0-9a-f-]{36}(?:#message\/[0-9a-f-]{36}\/[0-9a-f-]{36})?)|(?<web>\bhttps?:\/\/[^\s<>"'`]+)|(?<mail>(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})|(?<phone>(?<![\w+])\+\d[\d ()-]{6,17}\d)/giu

/**
 * Splits a message into text and links. Only https, http (opened as https), mailto, tel and the app's
 * own links to leads are recognised; the text
 * itself is never changed. Closing punctuation stays outside of a link, unless the bracket was opened inside it.
 */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = match.groups?.['web'] ? trimPunctuation(match[0]) : match[0].replace(/[.-]+$/, '')
    const url = urlOf(shown, match.groups ?? {})
    if (!url) continue
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'link', text: shown, url })
    end = match.index + shown.length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

function urlOf(shown: string, groups: Record<string, string | undefined>): string | null {
  if (groups['lead']) return shown
  if (groups['mail']) return `mailto:${shown}`
  if (groups['phone']) return `tel:${shown.replaceAll(/[^+\d]/g, '')}`
  const url = URL.parse(shown)
  if (!url?.hostname) return null
  return shown.replace(/^http:/i, 'https:')
}

function trimPunctuation(url: string): string {
  let end = url.length
  while (end > 0 && isTrailing(url[end - 1]!, url)) end--
  return url.slice(0, end)
}

function isTrailing(char: string, url: string): boolean {
  if (char === ')') return !url.includes('(')
  if (char === ']') return !url.includes('[')
  return '.,;:!?…»”’*_~'.includes(char)
}
