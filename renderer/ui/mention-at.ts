/** Finding a colleague by what is typed after `@`. */
import { matchOptions } from './picker-match.ts'
import { mentionLabels, type Mentionable } from '#shared/domain/mentions.ts'

/** More than this is not read; another letter narrows it down. */
const SHOWN = 8

/** Not within an address or a mention; what a sentence goes on or ends with is no part of a name. */
const TYPED = /(?<![\p{L}\p{N}_.<])@((?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .'’()-]{0,58}[\p{L}\p{M}\p{N})])?)?)$/u

/**
 * `@name` at the start of a word, up to the caret: where it begins and what was typed; null when there is none. Names have
 * spaces in them, but what ends in one is complete.
 */
export function mentionAt(text: string, caret: number): { start: number; query: string } | null {
  const found = TYPED.exec(text.slice(0, caret))
  return found && { start: caret - found[1]!.length - 1, query: found[1]! }
}

/** Colleagues of whose name or address every typed word begins a word, with the words that name them. */
export function matchingColleagues(people: readonly Mentionable[], query: string) {
  const options = mentionLabels(people).map(({ person, label }) => ({
    id: person.id,
    label,
    group: person.email,
    person,
  }))
  const ids = new Set(matchOptions(options, query).map(({ id }) => id))
  return options
    .filter(({ id }) => ids.has(id))
    .slice(0, SHOWN)
    .map(({ label, person }) => ({ label, person }))
}
