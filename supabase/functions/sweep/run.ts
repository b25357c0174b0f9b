import type { FunctionContext } from '../_shared/context.ts'
import { callDatabase } from '../_shared/service.ts'

/** How many files go in one request to Storage. */
const BATCH = 100

/** How long a run goes on, milliseconds: hosted functions end after 150 s. */
const BUDGET = 60_000

/**
 * Deletes files of the bucket `attachments` that are older than a day and that no attachment speaks of, through the
 * Storage API, which deletes the bytes too. Ends when nothing is left or for a minute.
 *
 * @returns how many were deleted.
 * @throws DatabaseError, or the Storage API's error.
 */
export async function runSweep({ service, now }: FunctionContext): Promise<{ removed: number }> {
  const until = now() + BUDGET
  let removed = 0
  while (now() < until) {
    const paths = (await callDatabase(service, 'orphaned_attachments', { p_limit: BATCH })) as string[]
    if (paths.length === 0) break
    const { data, error } = await service.storage.from('attachments').remove(paths)
    if (error) throw error
    // What is listed and cannot be deleted would be listed for ever.
    if (data.length === 0) throw new Error(`Storage deleted none of ${paths.length} files`)
    removed += data.length
  }
  return { removed }
}
