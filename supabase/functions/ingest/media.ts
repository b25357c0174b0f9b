import type { AttachmentFacts, Json } from './event.ts'

/**
 * What is known of a file that the vendor keeps: where it will lie in the bucket, and where it comes from
 * (`metadata.source`). Its size is 0 until it is fetched.
 *
 * @param folder of the message, below that of the organisation.
 */
export function attachmentOf(
  folder: string,
  place: number,
  { name, type, source }: { name?: string | undefined; type?: string | undefined; source: Json },
): AttachmentFacts {
  return {
    path: `${pathSafe(folder)}/${place}`,
    file_name: name,
    content_type: type,
    size_bytes: 0,
    metadata: { source },
  }
}

/** A path without what the bucket or a file system would read otherwise. */
export const pathSafe = (path: string): string => path.replace(/[^A-Za-z0-9/_=-]/g, '_').slice(0, 250)
