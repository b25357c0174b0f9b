import type { SupabaseClient } from '@supabase/supabase-js'
import { DatabaseError } from '../_shared/service.ts'

/**
 * Which of a vendor's ids belong to messages that are known by them: a look-up by text must not take an earlier message
 * of the same words for the one that it looks for.
 *
 * @throws DatabaseError
 */
export async function knownIds(service: SupabaseClient, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { data, error } = await service.from('messages').select('external_id').in('external_id', ids)
  if (error) throw new DatabaseError(error.message, error.code)
  return new Set((data as { external_id: string }[]).map((row) => row.external_id))
}
