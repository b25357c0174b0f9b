import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '@supabase/lite'

/** How lite's Storage keeps the content of objects; their rows are in `storage.objects`. */
type ObjectStore = NonNullable<App['_storageAdapter']>
type Metadata = Awaited<ReturnType<ObjectStore['headObject']>>

/** Keeps objects as files of one folder, under a hash of bucket and key: no key can point out of the folder. */
export function objectFiles(folder: string): ObjectStore {
  const fileOf = (bucket: string, key: string): string =>
    join(folder, createHash('sha256').update(`${bucket}\0${key}`).digest('hex'))

  async function describe(bucket: string, key: string): Promise<Metadata> {
    const { size, mtime } = await stat(fileOf(bucket, key))
    const eTag = `"${createHash('md5').update(`${key} ${size} ${mtime.getTime()}`).digest('hex')}"`
    return {
      cacheControl: 'no-cache',
      contentLength: size,
      size,
      mimetype: 'application/octet-stream',
      lastModified: mtime,
      eTag,
    }
  }

  return {
    driver: null,
    async getObject(bucket, key) {
      const metadata = await describe(bucket, key)
      return { metadata, httpStatusCode: 200, body: await readFile(fileOf(bucket, key)) }
    },
    async uploadObject(bucket, key, _version, body, mimetype, cacheControl) {
      await mkdir(folder, { recursive: true })
      const content = body instanceof Uint8Array ? body : await bytesOf(body)
      await writeFile(fileOf(bucket, key), content)
      return { ...(await describe(bucket, key)), mimetype, cacheControl }
    },
    deleteObject: (bucket, key) => rm(fileOf(bucket, key), { force: true }),
    async deleteObjects(bucket, keys) {
      for (const key of keys) await rm(fileOf(bucket, key), { force: true })
    },
    async copyObject(bucket, key, _version, targetBucket, targetKey) {
      await copyFile(fileOf(bucket, key), fileOf(targetBucket, targetKey))
      const { eTag, lastModified } = await describe(targetBucket, targetKey)
      return { httpStatusCode: 200, eTag, ...(lastModified && { lastModified }) }
    },
    headObject: (bucket, key) => describe(bucket, key),
    privateAssetUrl: (bucket, key) => Promise.resolve(`file://${fileOf(bucket, key)}`),
  }
}

async function bytesOf(stream: Exclude<Parameters<ObjectStore['uploadObject']>[3], Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const reader = stream.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value as Uint8Array)
  return Buffer.concat(chunks)
}
