/** A cache with one lead who waits for an answer, for the tests of what a rep does with it. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Database } from './client.ts'
import { NOW, conversation, lead, message, pageOf, rowOf, testCache } from './test-support.ts'
import type { TestCache } from './test-support.ts'

export const ana = rowOf('profiles', {
  full_name: 'Ana Lopes',
  email: 'ana@example.com',
  role: 'sales_rep',
  status: 'active',
})
export const maya = lead({ full_name: 'Maya Chen', owner_id: null })
export const chat = conversation({
  lead_id: maya.id,
  last_message_at: NOW,
  unread_count: 2,
  waiting_since: NOW,
  last_message_preview: 'Hello?',
})
export const hello = message({ conversation_id: chat.id, lead_id: maya.id, body: 'Hello?', created_at: NOW - 1000 })

export const world = () => [
  pageOf('profiles', [ana]),
  pageOf('leads', [maya]),
  pageOf('conversations', [chat]),
  pageOf('messages', [hello]),
]

/** Opens an empty cache before each test of the calling file, and deletes it after. */
export function useDesk() {
  // Real threads, and machines that run much else.
  vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })
  let cache: TestCache
  let database: Database
  beforeEach(async () => {
    cache = testCache()
    database = await cache.open()
  })
  afterEach(() => cache.dispose())
  return {
    get database() {
      return database
    },
    get cache() {
      return cache
    },
    /** Closes the cache and opens it again, as after a restart. */
    async reopen() {
      await database.close()
      database = await cache.open()
    },
    page: (split: 'all' | 'mine' = 'all') => database.read('inbox.page', { split, from: null, to: null, limit: 50 }),
    view: () => database.read('conversation.view', { conversation_id: chat.id, limit: 100 }),
    send: (body = 'Hi Maya') =>
      database.commit(
        { name: 'message.send', args: { message_id: randomUUID(), conversation_id: chat.id, body } },
        { at: NOW },
      ),
    claim: () => database.commit({ name: 'lead.claim', args: { lead_id: maya.id } }, { at: NOW }),
    addNote: (body = 'Calls back', note_id = randomUUID()) =>
      database.commit(
        { name: 'note.create', args: { note_id, lead_id: maya.id, title: null, body, type: 'general' } },
        { at: NOW },
      ),
  }
}
