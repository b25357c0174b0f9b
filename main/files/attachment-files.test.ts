import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AttachmentPlace } from '../db/file-calls.ts'
import { AttachmentFiles } from './attachment-files.ts'
import { FileCache } from './file-cache.ts'

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(100_000)])
const PAGE = Buffer.from('<!doctype html><script>alert(1)</script>')

let folder: string
const places = new Map<string, AttachmentPlace>()
const stored = new Map<string, Buffer>()
let downloads = 0
let files: AttachmentFiles
let cache: FileCache

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadline-attachments-'))
  places.clear()
  stored.clear()
  downloads = 0
  cache = new FileCache({
    folder: join(folder, 'files'),
    key: randomBytes(32),
    limit: 10_000_000,
    pinned: () => Promise.resolve(new Set()),
  })
  files = new AttachmentFiles({
    cache,
    openedFolder: join(folder, 'opened'),
    placeOf: (id) => Promise.resolve(places.get(id) ?? null),
    known: (ids) => Promise.resolve(ids.filter((id) => places.has(id))),
    download(_bucket, path) {
      downloads += 1
      return Promise.resolve(stored.get(path)!)
    },
  })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A file on the server, and the attachment that speaks of it. */
function attachment(content: Buffer, given: Partial<AttachmentPlace> = {}): string {
  const id = randomUUID()
  stored.set(id, content)
  places.set(id, {
    bucket: 'attachments',
    path: id,
    file_name: null,
    content_type: 'image/png',
    size_bytes: content.length,
    sha256: null,
    ...given,
  })
  return id
}

test('a file is fetched once, however often it is asked for', async () => {
  const id = attachment(PNG)
  await Promise.all([files.load(id), files.load(id)])
  expect(await files.load(id)).toEqual({ kind: 'image', is_lying: false, can_open: true, size_bytes: PNG.length })
  expect(downloads).toBe(1)
})

test('a file that is not the one that was sent is refused and not kept', async () => {
  const id = attachment(PNG, { sha256: createHash('sha256').update('another').digest('hex') })
  await expect(files.load(id)).rejects.toMatchObject({ code: 'storage_corrupt' })
  expect(await cache.ids()).toEqual([])
})

test('a file that is damaged on this device is fetched again', async () => {
  const id = attachment(PNG)
  await files.load(id)
  const path = join(folder, 'files', id)
  const sealed = await readFile(path)
  sealed[100] = sealed[100]! ^ 1
  await writeFile(path, sealed)
  expect((await files.respond(id, null)).status).toBe(404)
  await files.load(id)
  expect((await files.respond(id, null)).status).toBe(200)
})

describe('what the page is served', () => {
  test('is the file under the type of its bytes, which nothing keeps or runs', async () => {
    const id = attachment(PNG, { content_type: 'image/jpeg' })
    await files.load(id)
    const response = await files.respond(id, null)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })

  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=70000-', 70_000, PNG.length],
    ['bytes=-5', PNG.length - 5, PNG.length],
    ['bytes=100000-900000', 100_000, PNG.length],
  ])('is the part that %s asks for', async (range, start, end) => {
    const id = attachment(PNG)
    await files.load(id)
    const response = await files.respond(id, range)
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${PNG.length}`)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG.subarray(start, end))
  })

  test('is nothing of a part beyond the end', async () => {
    const id = attachment(PNG)
    await files.load(id)
    expect((await files.respond(id, `bytes=${PNG.length}-`)).status).toBe(416)
  })

  test('is nothing of what cannot be shown, whatever it says it is', async () => {
    const id = attachment(PAGE)
    expect(await files.load(id)).toMatchObject({ kind: 'file', is_lying: true, can_open: false })
    expect((await files.respond(id, null)).status).toBe(415)
  })

  test('is nothing that has not been loaded, or that the rep has lost', async () => {
    const id = attachment(PNG)
    expect((await files.respond(id, null)).status).toBe(404)
    await files.load(id)
    places.delete(id)
    expect((await files.respond(id, null)).status).toBe(404)
  })
})

test('files of lost attachments are deleted, the others stay', async () => {
  const [lost, kept] = [attachment(PNG), attachment(PNG)]
  await files.load(lost)
  await files.load(kept)
  places.delete(lost)
  await files.forget([lost, kept])
  expect(await cache.ids()).toEqual([kept])
})

test('a copy to open has the extension of what it is, and only what cannot run is opened', async () => {
  const picture = attachment(PNG, { file_name: '../photo.exe' })
  const path = await files.copyToOpen(picture)
  expect(path).toBe(join(folder, 'opened', picture, 'photo.exe.png'))
  expect(await readFile(path)).toEqual(PNG)
  await files.forgetOpened()
  await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(files.copyToOpen(attachment(PAGE))).rejects.toMatchObject({ code: 'forbidden' })
})
