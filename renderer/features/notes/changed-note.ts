import type { CommandInput } from '#shared/contract/ipc.ts'
import type { TimelineNote } from '#shared/contract/read-models.ts'
import { mentionsAsTyped } from '#shared/domain/mentions.ts'

export type EditedNote = Pick<TimelineNote, 'body' | 'type' | 'is_pinned' | 'tags'>
type Change = Required<Pick<CommandInput<'note.edit'>, 'set' | 'base'>>

/**
 * What the rep changed of a note, with what they saw, so that a colleague's change that came meanwhile is merged and not
 * undone; null when nothing. `given.body` is as it is typed.
 */
export function changedNote(seen: EditedNote, given: EditedNote): Change | null {
  const change = {
    ...(given.body.trim() !== mentionsAsTyped(seen.body).trim() && { body: given.body.trim() }),
    ...(given.type !== seen.type && { type: given.type }),
    ...(given.is_pinned !== seen.is_pinned && { is_pinned: given.is_pinned }),
    ...(!sameTags(given.tags, seen.tags) && { tags: given.tags }),
  }
  const { body, type, is_pinned, tags } = seen
  const kept = Object.entries({ body, type, is_pinned, tags }).filter(([column]) => column in change)
  return kept.length > 0 ? { set: change, base: Object.fromEntries(kept) } : null
}

const sameTags = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((tag) => others.includes(tag))
