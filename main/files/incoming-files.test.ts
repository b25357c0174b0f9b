import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { IncomingFiles } from './incoming-files.ts'

const ID = '0198f2c0-0000-7000-8000-000000000001'
const begun = (content: Buffer, given: object = {}) => ({
  conversation_id: ID,
  file_name: 'Offer.pdf',
  content_type: 'application/pdf',
  size_bytes: content.length,
  ...given,
})

test('a file is whole with its last part, and is what its bytes say', () => {
  const files = new IncomingFiles()
  const content = Buffer.from('%PDF-1.7 the offer')
  files.begin(ID, begun(content, { content_type: 'image/png' }))
  expect(files.append(ID, content.subarray(0, 7))).toBeNull()
  expect(files.append(ID, content.subarray(7))).toEqual({
    content,
    file: {
      ...begun(content),
      id: ID,
      sha256: createHash('sha256').update(content).digest('hex'),
    },
  })
})

test('what says it is a picture and is not travels as bytes', () => {
  const files = new IncomingFiles()
  const content = Buffer.from('<script>')
  files.begin(ID, begun(content, { content_type: 'image/png' }))
  expect(files.append(ID, content)?.file.content_type).toBe('application/octet-stream')
})

test('a file that is empty, grew on its way, or was given up is not attached', () => {
  const files = new IncomingFiles()
  const refused = (work: () => unknown, code: string) => expect(work).toThrow(expect.objectContaining({ code }))
  refused(() => files.begin(ID, begun(Buffer.alloc(0))), 'invalid_input')
  files.begin(ID, begun(Buffer.alloc(3)))
  refused(() => files.append(ID, Buffer.alloc(4)), 'invalid_input')
  refused(() => files.append(ID, Buffer.alloc(1)), 'not_found')
  files.begin(ID, begun(Buffer.alloc(3)))
  expect(files.drop(ID)).toBe(true)
  refused(() => files.append(ID, Buffer.alloc(3)), 'not_found')
})
