import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileCache } from './file-cache.ts'

let folder: string
const key = randomBytes(32)
const pinned = new Set<string>()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadline-files-'))
  pinned.clear()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const cacheOf = (limit = 1_000_000, withKey: Uint8Array = key) =>
  new FileCache({ folder, key: withKey, limit, pinned: () => Promise.resolve(pinned) })

async function contentOf(cache: FileCache, id: string, start = 0, end = Infinity): Promise<Buffer | null> {
  const file = await cache.open(id)
  if (!file) return null
  try {
    return await file.read(start, end)
  } finally {
    await file.close()
  }
}

/** Makes a file look as if it had been used `seconds` ago. */
async function age(id: string, seconds: number): Promise<void> {
  const then = new Date(Date.now() - seconds * 1000)
  await utimes(join(folder, id), then, then)
}

test('a file comes back as it was put, whole and in part, across records', async () => {
  const cache = cacheOf()
  for (const size of [0, 1, 65_536, 65_537, 200_000]) {
    const id = randomUUID()
    const content = randomBytes(size)
    await cache.put(id, content)
    expect(await contentOf(cache, id)).toEqual(content)
    expect(await contentOf(cache, id, 65_530, 131_080)).toEqual(content.subarray(65_530, 131_080))
  }
})

test('nothing of a file is on the disk in the clear, and another key does not open it', async () => {
  const id = randomUUID()
  await cacheOf().put(id, Buffer.from('The passport of Ana Lima'))
  expect((await readFile(join(folder, id))).includes('passport')).toBe(false)
  await expect(contentOf(cacheOf(1_000_000, randomBytes(32)), id)).rejects.toThrow('authenticate data')
})

test('a changed or shortened file is refused', async () => {
  const cache = cacheOf()
  const id = randomUUID()
  await cache.put(id, randomBytes(100_000))
  const stored = await readFile(join(folder, id))
  await writeFile(join(folder, id), stored.subarray(0, 70_000))
  await expect(contentOf(cache, id)).rejects.toThrow('shorter than it says')
  stored[30] = stored[30]! ^ 1
  await writeFile(join(folder, id), stored)
  await expect(contentOf(cache, id)).rejects.toThrow('authenticate data')
})

test('beyond the limit the files go that were not looked at for the longest time', async () => {
  const cache = cacheOf(250_000)
  const [old, seen, fresh] = [randomUUID(), randomUUID(), randomUUID()]
  await cache.put(old, randomBytes(100_000))
  await cache.put(seen, randomBytes(100_000))
  await age(old, 60)
  await age(seen, 120)
  await contentOf(cache, seen)
  await cache.put(fresh, randomBytes(100_000))
  expect((await cache.ids()).toSorted()).toEqual([seen, fresh].toSorted())
})

test('what waits to be sent is never evicted', async () => {
  const cache = cacheOf(150_000)
  const [waiting, fresh] = [randomUUID(), randomUUID()]
  await cache.put(waiting, randomBytes(100_000))
  await age(waiting, 60)
  pinned.add(waiting)
  await cache.put(fresh, randomBytes(100_000))
  expect(await cache.ids()).toHaveLength(2)
})

test('a name that is no id is refused', async () => {
  await expect(cacheOf().put('../outside', randomBytes(1))).rejects.toThrow('under ids')
  expect(await readdir(folder)).toEqual([])
})
