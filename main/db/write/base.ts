/** The values a rep saw, filled in where a command left them out. */
import { ExpectedError } from '#shared/contract/errors.ts'
import type { TableName } from '#shared/replication/tables.ts'
import type { NewMutation } from '../calls.ts'
import type { CacheRows } from './cache-rows.ts'

interface Edited {
  table: TableName
  id: string
  columns: string[]
}

function editedBy(mutation: NewMutation): Edited | null {
  switch (mutation.name) {
    case 'conversation.close':
    case 'conversation.reopen':
      return { table: 'conversations', id: mutation.args.conversation_id, columns: ['status'] }
    case 'conversation.assign':
      return { table: 'conversations', id: mutation.args.conversation_id, columns: ['assigned_to'] }
    case 'lead.edit':
      return { table: 'leads', id: mutation.args.lead_id, columns: Object.keys(mutation.args.set) }
    case 'note.edit':
      return { table: 'notes', id: mutation.args.note_id, columns: Object.keys(mutation.args.set) }
    default:
      return null
  }
}

/**
 * The mutation's arguments with `base` read from the cache where it is missing. The cache shows queued changes, so a
 * second edit of a field has the first one's value as its base.
 * @throws `not_found` when the edited row is not in the cache
 */
export function withBase(rows: CacheRows, mutation: NewMutation): unknown {
  const edited = editedBy(mutation)
  if (!edited || ('base' in mutation.args && mutation.args.base)) return mutation.args
  const row = rows.get(edited.table, edited.id) as Record<string, unknown> | undefined
  if (!row) throw new ExpectedError('not_found', 'This is no longer in your local data.')
  return { ...mutation.args, base: Object.fromEntries(edited.columns.map((column) => [column, row[column]])) }
}
