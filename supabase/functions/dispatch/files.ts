import type { Outgoing, OutgoingAttachment, Unsent, VendorContext } from './outgoing.ts'

/** How long a vendor may take to fetch a file, seconds: some do so only when the customer looks. */
const LINK_LIFE = 24 * 3_600

/** A file that a vendor fetches from us. */
export interface FileLink {
  url: string
  name: string
  contentType: string
}

/**
 * Links to the files of a message, signed and for a day.
 *
 * @returns why there are none, for a file that is gone or a storage that does not answer.
 */
export async function linksOf({ attachments }: Outgoing, { service }: VendorContext): Promise<FileLink[] | Unsent> {
  const links: FileLink[] = []
  for (const file of attachments) {
    const { data, error } = await service.storage.from(file.bucket).createSignedUrl(file.path, LINK_LIFE)
    if (error) return unavailable(error, file)
    links.push({ url: data.signedUrl, name: nameOf(file), contentType: file.content_type })
  }
  return links
}

/** The content of the files of a message, for vendors that are handed it. */
export async function contentsOf(
  { attachments }: Outgoing,
  { service }: VendorContext,
): Promise<{ name: string; contentType: string; bytes: Uint8Array }[] | Unsent> {
  const contents = []
  for (const file of attachments) {
    const { data, error } = await service.storage.from(file.bucket).download(file.path)
    if (error) return unavailable(error, file)
    contents.push({
      name: nameOf(file),
      contentType: file.content_type,
      bytes: new Uint8Array(await data.arrayBuffer()),
    })
  }
  return contents
}

export const isUnsent = (result: readonly object[] | Unsent): result is Unsent => 'sent' in result

const nameOf = ({ file_name }: OutgoingAttachment): string => file_name ?? 'file'

/** Storage says "not there" as a 400 or a 404; anything else passes. */
function unavailable(error: Error, file: OutgoingAttachment): Unsent {
  const code = 'statusCode' in error ? String(error.statusCode) : ''
  const status = 'status' in error ? Number(error.status) : 0
  return code === '404' || status === 404 || status === 400
    ? {
        sent: false,
        class: 'permanent',
        error: `The file ${nameOf(file)} is no longer there: attach it again`,
        code: 'file missing',
      }
    : {
        sent: false,
        class: 'temporary',
        error: 'The files could not be read at the moment',
        code: error.message.slice(0, 200),
      }
}
