import { createHash } from 'node:crypto'
import { ExpectedError } from '#shared/contract/errors.ts'
import { SNIFFED_BYTES, sniffMediaType } from '#shared/domain/media-type.ts'
import { fileObstacle, storedType } from '#shared/domain/outgoing-files.ts'
import type { OutgoingFile } from '../db/file-calls.ts'

interface Begun {
  conversation_id: string
  file_name: string
  content_type: string
  size_bytes: number
}

interface Incoming extends Begun {
  parts: Buffer[]
  received: number
}

/** More than a rep attaches at once; a page that begins more is broken. */
const MAX_OPEN = 20

/** Files on their way from the page, in parts, since one message between them has a limit. */
export class IncomingFiles {
  readonly #open = new Map<string, Incoming>()

  /** @throws ExpectedError `invalid_input` for a file that cannot be attached, with the reason */
  begin(id: string, file: Begun): void {
    const obstacle = fileObstacle(file)
    if (obstacle) throw new ExpectedError('invalid_input', obstacle)
    if (this.#open.size >= MAX_OPEN) throw new ExpectedError('invalid_input', 'Attach the files one after the other.')
    this.#open.set(id, { ...file, parts: [], received: 0 })
  }

  /**
   * Takes the next part.
   * @returns the whole file with its last part, else null
   * @throws ExpectedError `not_found` for one that was never begun or was given up, `invalid_input` for too many bytes
   */
  append(id: string, part: Buffer): { file: OutgoingFile; content: Buffer } | null {
    const incoming = this.#open.get(id)
    if (!incoming) throw new ExpectedError('not_found', 'This file was not attached. Attach it again.')
    incoming.parts.push(part)
    incoming.received += part.length
    if (incoming.received < incoming.size_bytes) return null
    this.#open.delete(id)
    const { conversation_id, file_name, content_type, size_bytes, received, parts } = incoming
    if (received > size_bytes) {
      throw new ExpectedError('invalid_input', `${file_name} changed while it was attached. Attach it again.`)
    }
    const content = Buffer.concat(parts)
    const sha256 = createHash('sha256').update(content).digest('hex')
    const sniffed = sniffMediaType(content.subarray(0, SNIFFED_BYTES))
    const type = typeOf(content_type, sniffed)
    return { file: { id, conversation_id, file_name, content_type: type, size_bytes, sha256 }, content }
  }

  /** Gives one up; true when it had been begun. */
  drop(id: string): boolean {
    return this.#open.delete(id)
  }
}

/** What a file is by its bytes; what these do not tell is what its name says, unless it is nothing that is shown. */
function typeOf(claimed: string, sniffed: string | null): string {
  if (sniffed !== null) return storedType(sniffed)
  return /^(?:image|audio|video)\/(?!heic|amr|3gpp|quicktime)/.test(claimed)
    ? 'application/octet-stream'
    : storedType(claimed)
}
