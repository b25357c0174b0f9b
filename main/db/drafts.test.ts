import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { COMMANDS } from '#shared/contract/ipc.ts'
import type { Draft } from '#shared/contract/read-models.ts'
import { testCache } from './test-support.ts'

vi.setConfig({ testTimeout: 30_000 })

test('the draft of a note keeps whom it is about, its type, its pin and its tags', async () => {
  const cache = testCache()
  const database = await cache.open()
  const conversation_id = randomUUID()
  const lead = { id: randomUUID(), label: 'Ana Lima' }
  const draft: Draft = {
    body: 'Wants the red one.',
    mode: 'note',
    note: { lead, type: 'important', is_pinned: true, tags: ['price'] },
  }
  const { conversation_id: id, ...kept } = COMMANDS['draft.save'].parse({ conversation_id, ...draft })
  await database.saveDraft(id, kept, { at: 0 })
  expect(await database.loadDraft(conversation_id)).toEqual(draft)
  await cache.dispose()
})
