import { expect, test } from 'vitest'
import type { ExportedNote } from '#shared/contract/areas/notes.ts'
import { asMarkdown } from './notes.ts'

const AT = new Date(2026, 10, 21, 15, 30).getTime()
const note = (given: Partial<ExportedNote>): ExportedNote => ({
  title: null,
  body: 'Wants the **red** one.',
  type: 'general',
  is_pinned: false,
  tags: [],
  author_name: 'Sofia Rossi',
  created_at: AT,
  ...given,
})

test('the notes of a lead become one document, with who wrote them and when, and colleagues by their names', () => {
  const mention = 'Ask <@0198f2c0-0000-7000-8000-000000000002|Ana Lima>.'
  const notes = [
    note({}),
    note({
      title: 'Test drive',
      type: 'important',
      is_pinned: true,
      tags: ['price', 'van'],
      author_name: null,
      body: mention,
    }),
  ]
  expect(asMarkdown({ label: 'Otto Maus', notes })).toBe(`# Notes on Otto Maus

## Note

*Sofia Rossi · 21 November 2026 at 15:30*

Wants the **red** one.

## Test drive

*Important note · 21 November 2026 at 15:30 · pinned*

Ask @Ana Lima.

Tags: price, van
`)
})
