import type { Member } from '#tests/support/database.ts'

/** The buckets, with a kind of file that each takes. */
export const BUCKETS = {
  csv_uploads: 'text/csv',
  client_logos: 'image/png',
  exports: 'text/csv',
  attachments: 'application/pdf',
} as const

/** A file of an organisation that is not the one who tries. */
export interface ForeignFile {
  bucket: keyof typeof BUCKETS
  path: string
}

/**
 * Tries everything that supabase-js can do with a file of another organisation, as one of its members would do it with
 * their own. Returns what succeeded; to list nothing and to remove nothing is no success.
 */
export async function tryForeignFile(
  thief: Member,
  { bucket, path }: ForeignFile,
  isPublic: boolean,
): Promise<string[]> {
  const files = thief.client.storage.from(bucket)
  const contentType = BUCKETS[bucket]
  const folder = path.slice(0, path.lastIndexOf('/'))
  const stolen = `${thief.organizationId}/${thief.id}/stolen`
  const attempts: Record<string, () => Promise<{ data: unknown; error: unknown }>> = {
    list: () => files.list(folder),
    sign: () => files.createSignedUrl(path, 60),
    'sign an upload': () => files.createSignedUploadUrl(path, { upsert: true }),
    plant: () => files.upload(`${folder}/planted`, 'planted', { contentType }),
    overwrite: () => files.upload(path, 'overwritten', { contentType, upsert: true }),
    update: () => files.update(path, 'updated', { contentType }),
    move: () => files.move(path, stolen),
    copy: () => files.copy(path, stolen),
    remove: () => files.remove([path]),
    ...(!isPublic && { info: () => files.info(path), download: () => files.download(path) }),
  }
  const leaks: string[] = []
  for (const [what, attempt] of Object.entries(attempts)) {
    const { data, error } = await attempt()
    const isNothing = Array.isArray(data) && data.length === 0
    if (error === null && !isNothing) leaks.push(`${thief.role} could ${what} ${bucket}/${path}`)
  }
  return leaks
}
