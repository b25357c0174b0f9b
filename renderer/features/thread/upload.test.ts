import { expect, test } from 'vitest'
import { uploadOf } from './upload.ts'
import type { TimelineAttachment } from '#shared/contract/areas/attachments.ts'

const file = (id: string, upload: TimelineAttachment['upload']): TimelineAttachment => ({
  id,
  file_name: null,
  content_type: 'image/png',
  kind: 'image',
  size_bytes: 200,
  missing: null,
  upload,
})

test('files that are stored count whole, others as far as they are', () => {
  const files = [file('a', null), file('b', { state: 'waiting' }), file('c', { state: 'waiting' })]
  expect(uploadOf(files, { b: 100 })).toEqual({ done: 300, total: 600, percent: 50 })
  expect(uploadOf(files, { b: 900 })).toMatchObject({ done: 400 })
  expect(uploadOf([], {})).toMatchObject({ percent: 0 })
})
