import { expect, test } from 'vitest'
import { fileObstacle, filesObstacle, storedType } from './outgoing-files.ts'

const MB = 1_048_576
const file = (content_type: string, megabytes: number) => ({
  file_name: 'thing',
  content_type,
  size_bytes: megabytes * MB,
})

test.each([
  ['whatsapp', 'image/png', 5],
  ['whatsapp', 'application/pdf', 100],
  ['instagram', 'video/mp4', 25],
  ['email', 'application/zip', 18],
  ['web', 'video/mp4', 100],
] as const)('%s takes %s of %d MB, and no more', (platform, type, most) => {
  expect(filesObstacle(platform, [file(type, most)], '')).toBeNull()
  expect(filesObstacle(platform, [file(type, most + 0.1)], '')).toContain('too large')
})

test('what a channel does not take is said with a way out', () => {
  expect(filesObstacle('instagram', [file('application/pdf', 1)], '')).toBe(
    'Instagram takes no documents: remove thing or choose another channel.',
  )
  expect(filesObstacle('voice', [file('image/png', 1)], '')).toContain('Choose another one')
  expect(filesObstacle('email', [file('image/png', 10), file('image/png', 10)], '')).toContain('Together')
  expect(
    filesObstacle(
      'web',
      Array.from({ length: 11 }, () => file('image/png', 1)),
      '',
    ),
  ).toContain('10 files')
  expect(filesObstacle('voice', [], '')).toBeNull()
})

test('a file that is empty, or larger than anything takes, is refused at once', () => {
  expect(fileObstacle({ file_name: 'a', size_bytes: 0 })).toContain('empty')
  expect(fileObstacle({ file_name: 'a', size_bytes: 101 * MB })).toContain('100 MB')
  expect(fileObstacle({ file_name: 'a', size_bytes: 1 })).toBeNull()
})

test('what the bucket does not know is stored as bytes', () => {
  expect(storedType('text/html')).toBe('application/octet-stream')
  expect(storedType('image/jpg')).toBe('image/jpeg')
})

test('where a provider takes one file, or no words beside it, that is said', () => {
  const picture = file('image/png', 1)
  expect(filesObstacle('whatsapp', [picture], 'Look')).toBeNull()
  expect(filesObstacle('whatsapp', [picture, picture], '')).toContain('one file')
  expect(filesObstacle('whatsapp', [file('audio/ogg', 1)], 'Listen')).toContain('no words')
  expect(filesObstacle('facebook', [picture], 'Look')).toContain('one after the other')
  expect(filesObstacle('email', [picture, picture], 'Look')).toBeNull()
})
