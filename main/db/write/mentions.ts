/** What a rep types into a note, as the note holds it. */
import { ExpectedError } from '#shared/contract/errors.ts'
import { mentionsAsTyped, withMentions } from '#shared/domain/mentions.ts'
import { body } from '#shared/domain/mutations/arguments.ts'
import { baseOf, textSetBy, withValue } from '../change-target.ts'
import type { Args } from '../change-target.ts'
import type { Connection } from '../connection.ts'
import { mentionable } from '../mentionable.ts'

const isNote = (name: string): boolean => name === 'note.create' || name === 'note.edit'

/**
 * A change of a note with the colleagues in its text named; any other change as it is.
 * @throws `invalid_input` when the text is too long with them
 */
export function namingColleagues(db: Connection, name: string, args: Args): Args {
  const text = isNote(name) ? textSetBy(name, args) : null
  if (text === null || !text.includes('@')) return args
  const named = withMentions(text, mentionable(db)())
  if (!body.safeParse(named).success) {
    throw new ExpectedError('invalid_input', 'The note is too long with the colleagues it names. Shorten it.')
  }
  return withValue(args, 'body', named, baseOf(args)['body'])
}

/** The text of a reply or note as it is typed; null for a change of anything else. */
export function typedText(name: string, args: Args): string | null {
  const text = textSetBy(name, args)
  return text !== null && isNote(name) ? mentionsAsTyped(text) : text
}
