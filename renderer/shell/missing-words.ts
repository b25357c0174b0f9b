import type { SyncStatus } from '#shared/contract/read-models.ts'
import type { Role } from '#shared/domain/vocabulary.ts'

interface MissingWords {
  why: 'not_cached' | 'no_permission' | 'gone'
  title: string
  text: string
}

/**
 * Why a conversation that was asked for is not in the cache. Only a cache that equals the server's data can tell that it
 * is nowhere; and a rep then sees less than the others (`app.sees_all` in the backend), so it may be a colleague's.
 */
export function missingWords({ state, synced_at }: Pick<SyncStatus, 'state' | 'synced_at'>, role: Role): MissingWords {
  if (state !== 'online' || synced_at === null) {
    return {
      why: 'not_cached',
      title: 'Not on this device',
      text: 'This conversation is not in your copy of the data. It may arrive once everything is synced.',
    }
  }
  if (role === 'sales_rep') {
    return {
      why: 'no_permission',
      title: 'Not yours to see',
      text: 'You see your own leads and the pool. This one went to a colleague or was deleted; ask your manager if you need it.',
    }
  }
  return {
    why: 'gone',
    title: 'No longer there',
    text: 'This conversation was deleted, or merged into another one. Search finds where the customer is now.',
  }
}

/** @param lost who has claimed it instead, as a sentence */
export const lostWords = (lost: string): MissingWords => ({
  why: 'no_permission',
  title: lost,
  text: 'A lead that a colleague has claimed is theirs alone. What you had not sent is in the Conflict Centre.',
})
