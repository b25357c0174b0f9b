import { expect, test } from 'vitest'
import { changedNote, type EditedNote } from './changed-note.ts'

const SEEN: EditedNote = {
  body: 'Ask <@0198f2c0-0000-7000-8000-000000000002|Ana Lima>.\n',
  type: 'general',
  is_pinned: false,
  tags: ['price', 'van'],
}
const typed = { ...SEEN, body: 'Ask @Ana Lima.' }

test('only what the rep changed is sent, each with what they saw', () => {
  expect(changedNote(SEEN, typed)).toBeNull()
  expect(changedNote(SEEN, { ...typed, tags: ['van', 'price'] })).toBeNull()
  expect(changedNote(SEEN, { ...typed, tags: ['price', 'winter'], is_pinned: true })).toEqual({
    set: { tags: ['price', 'winter'], is_pinned: true },
    base: { tags: ['price', 'van'], is_pinned: false },
  })
  expect(changedNote(SEEN, { ...typed, body: ' Ask @Ana Lima and Ben.\n', type: 'important' })).toEqual({
    set: { body: 'Ask @Ana Lima and Ben.', type: 'important' },
    base: { body: SEEN.body, type: 'general' },
  })
})
