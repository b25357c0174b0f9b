import { expect, test } from 'vitest'
import { attachmentFacts, attachmentName, warningOf } from './attachment-words.ts'
import type { LoadedAttachment, TimelineAttachment } from '#shared/contract/areas/attachments.ts'

const attachment = (given: Partial<TimelineAttachment> = {}): TimelineAttachment => ({
  id: '0198f2c0-0000-7000-8000-000000000001',
  file_name: null,
  content_type: 'image/png',
  kind: 'image',
  size_bytes: 0,
  missing: null,
  upload: null,
  ...given,
})
const loaded: LoadedAttachment = { kind: 'file', is_lying: false, can_open: false, size_bytes: 12 }

test('a file without a name is called by what it is', () => {
  expect(attachmentName(attachment({ kind: 'audio', file_name: ' ' }))).toBe('Voice message')
  expect(attachmentName(attachment({ file_name: 'Car.png' }))).toBe('Car.png')
})

test('a file tells its type and size in words', () => {
  expect(attachmentFacts(attachment({ kind: 'file', content_type: 'application/pdf', size_bytes: 1_240_000 }))).toBe(
    'PDF · 1.2 MB',
  )
  expect(attachmentFacts(attachment({ kind: 'file', content_type: 'application/x-msdownload' }))).toBe('File')
})

test('a file that lies is warned of, any other is not', () => {
  expect(warningOf(attachment(), { ...loaded, is_lying: true })).toContain('says it is a picture')
  expect(warningOf(attachment(), loaded)).toBeNull()
})
