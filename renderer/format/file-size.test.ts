import { expect, test } from 'vitest'
import { fileSize } from './file-size.ts'

test.each([
  [0, '1 kB'],
  [700, '1 kB'],
  [340_200, '340 kB'],
  [999_900, '1.0 MB'],
  [1_240_000, '1.2 MB'],
  [25_600_000, '26 MB'],
  [1_500_000_000, '1.5 GB'],
])('%d bytes are %s', (bytes, words) => expect(fileSize(bytes)).toBe(words))
