/** The usual extension of types that are opened, and others by which files of the type are called. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'audio/mpeg': ['mp3'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/wav': ['wav'],
  'audio/mp4': ['m4a'],
  'audio/aac': ['aac'],
  'video/mp4': ['mp4', 'm4v', 'm4a', 'mov', '3gp'],
  'video/webm': ['webm', 'mkv'],
  'application/pdf': ['pdf'],
}

/** Names that Windows keeps for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * A name for a file on this computer: without folders or characters that a system refuses, and with the extension of
 * what it is, since systems choose by that what opens it.
 * @param type what the file is by its bytes; null when that is not known
 */
export function fileNameFor(given: string | null, type: string | null): string {
  const plain = (given ?? '')
    .split(/[/\\]/)
    .at(-1)!
    // oxlint-disable-next-line no-control-regex -- they are what is to go
    .replaceAll(/[\u0000-\u001f\u007f<>:"|?*\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .slice(-120)
  const name = plain === '' || DEVICE.test(plain) ? `attachment${plain && ` ${plain}`}` : plain
  const fitting = type === null ? undefined : EXTENSIONS[type]
  if (!fitting) return name
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  return extension && fitting.includes(extension) ? name : `${name}.${fitting[0]}`
}
