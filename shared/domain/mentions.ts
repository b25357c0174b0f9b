/**
 * Colleagues named in notes. The text of a note holds `<@id|name>`: the id stays theirs whatever they are called later, the
 * name is what they were called when it was written. Whoever types sees and writes `@name`.
 */

export interface Mentionable {
  id: string
  name: string
  email: string
}

export type NotePart = { kind: 'text'; text: string } | { kind: 'mention'; id: string; name: string }

/** As `app.mentioned_in` of the database reads it. */
const TOKEN = /<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\|([^<>|\n]{1,200})>/g

/** A note's text as what was typed and who was named, in their order. */
export function noteParts(text: string): NotePart[] {
  const parts: NotePart[] = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'mention', id: match[1]!, name: match[2]! })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

/** A note's text as it is typed: `@name`. Of texts without mentions, the text itself. */
export const mentionsAsTyped = (text: string): string => text.replace(TOKEN, '@$2')

/** The beginning of a note's text, without the part of a mention that it was cut in. */
export const wholeMentions = (beginning: string): string => beginning.replace(/<@[0-9a-f-]{0,36}(?:\|[^<>|\n]*)?$/, '')

/**
 * How each of them is named after `@`: by name, and by their address too where two have the same name. Without the
 * characters that end a mention.
 */
export function mentionLabels<P extends Mentionable>(people: readonly P[]): { person: P; label: string }[] {
  const plain = (text: string) => text.replaceAll(/[<>|\n]/g, ' ').slice(0, 200)
  const shared = Map.groupBy(people, ({ name }) => name.toLowerCase())
  return people.map((person) => {
    const isShared = shared.get(person.name.toLowerCase())!.length > 1
    return { person, label: plain(isShared ? `${person.name} (${person.email})` : person.name) }
  })
}

/**
 * The typed text as a note holds it: `@label` of a colleague, at the start of a word and whole, becomes a mention. What is
 * one already stays as it is.
 */
export function withMentions(text: string, people: readonly Mentionable[]): string {
  // The longest first: "Ann Lee" is not "Ann".
  const labels = mentionLabels(people).toSorted((a, b) => b.label.length - a.label.length)
  let stored = ''
  let end = 0
  for (const { index } of text.matchAll(AT)) {
    if (index < end) continue
    const rest = text.slice(index + 1)
    const found = labels.find(({ label }) => beginsWith(rest, label))
    if (!found) continue
    stored += `${text.slice(end, index)}<@${found.person.id}|${found.label}>`
    end = index + 1 + found.label.length
  }
  return stored + text.slice(end)
}

/** Not within an address, nor in a mention that is there already. */
const AT = /(?<![\p{L}\p{N}_.<@])@(?=[\p{L}\p{N}])/gu

function beginsWith(text: string, label: string): boolean {
  if (text.slice(0, label.length).toLowerCase() !== label.toLowerCase()) return false
  return !/^[\p{L}\p{N}_]/u.test(text.slice(label.length))
}
