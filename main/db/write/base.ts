/** The values a rep saw, filled in where a command left them out. */
import { ExpectedError } from '#shared/contract/errors.ts'
import { editOf } from '#shared/domain/mutations.ts'
import { withGroups } from '#shared/replication/tables.ts'
import type { NewMutation } from '../calls.ts'
import type { CacheRows } from './cache-rows.ts'

/**
 * The mutation's arguments with `base` read from the cache where it is missing. The cache shows queued changes, so a
 * second edit of a field has the first one's value as its base.
 * @throws `not_found` when the edited row is not in the cache
 */
export function withBase(rows: CacheRows, mutation: NewMutation): unknown {
  const edit = editOf(mutation.name)
  const args = mutation.args as Record<string, unknown>
  if (!edit || args['base']) return args
  const row = rows.get(edit.table, String(args[edit.id])) as Record<string, unknown> | undefined
  if (!row) throw new ExpectedError('not_found', 'This is no longer in your local data.')
  const columns = withGroups(edit.table, edit.columns ?? Object.keys(args['set'] as object))
  return { ...args, base: Object.fromEntries(columns.map((column) => [column, row[column]])) }
}
