import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'

/**
 * A file on this disk that nobody can read without the key of the cache, or change unseen, and of which any part can be
 * read without the rest: records of 64 KiB, each under AES-256-GCM. Every file has a key of its own (HKDF over a random
 * salt), so that numbering its records makes their nonces. The length is authenticated with each record.
 *
 * salt (16) · length (8) · records: ciphertext (65,536 but the last) · tag (16)
 */
const RECORD = 65_536
const SALT = 16
const HEADER = SALT + 8
const TAG = 16

/** @throws Error when the file is damaged, or was sealed with another key */
export interface SealedFile {
  /** Bytes of the content. */
  size: number
  /** The bytes from `start` up to `end`, exclusive, within the content. */
  read(start: number, end: number): Promise<Buffer>
  close(): Promise<void>
}

/** Writes a file under another name first: it is there whole, or not at all. */
export async function writeSealed(path: string, key: Uint8Array, content: Uint8Array): Promise<void> {
  const part = `${path}.part`
  const handle = await open(part, 'w', 0o600)
  try {
    const { salt, cipherKey, length } = newFile(key, content.length)
    await handle.write(Buffer.concat([salt, length]))
    for (let index = 0; index * RECORD < content.length; index++) {
      await handle.write(sealed(cipherKey, length, index, content.subarray(index * RECORD, (index + 1) * RECORD)))
    }
    await handle.sync()
  } catch (error) {
    await handle.close()
    await rm(part, { force: true })
    throw error
  }
  await handle.close()
  await rename(part, path)
}

/** Opens a file; null when there is none. */
export async function openSealed(path: string, key: Uint8Array): Promise<SealedFile | null> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!handle) return null
  try {
    const header = await readAt(handle, 0, HEADER)
    const length = header.subarray(SALT)
    const size = Number(length.readBigUInt64BE())
    return new OpenFile(handle, keyOf(key, header.subarray(0, SALT)), length, size)
  } catch (error) {
    await handle.close()
    throw error
  }
}

class OpenFile implements SealedFile {
  readonly size: number
  readonly #handle: FileHandle
  readonly #key: Uint8Array
  readonly #length: Uint8Array

  constructor(handle: FileHandle, key: Uint8Array, length: Uint8Array, size: number) {
    this.#handle = handle
    this.#key = key
    this.#length = length
    this.size = size
  }

  async read(start: number, end: number): Promise<Buffer> {
    const to = Math.min(end, this.size)
    const records: Buffer[] = []
    const first = Math.floor(start / RECORD)
    for (let index = first; index * RECORD < to; index++) records.push(await this.#record(index))
    return Buffer.concat(records).subarray(start - first * RECORD, to - first * RECORD)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  async #record(index: number): Promise<Buffer> {
    const held = Math.min(RECORD, this.size - index * RECORD)
    const record = await readAt(this.#handle, HEADER + index * (RECORD + TAG), held + TAG)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(index))
    decipher.setAAD(this.#length)
    decipher.setAuthTag(record.subarray(held))
    return Buffer.concat([decipher.update(record.subarray(0, held)), decipher.final()])
  }
}

function newFile(key: Uint8Array, size: number) {
  const salt = randomBytes(SALT)
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(size))
  return { salt, length, cipherKey: keyOf(key, salt) }
}

function sealed(key: Uint8Array, length: Uint8Array, index: number, content: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index))
  cipher.setAAD(length)
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

const keyOf = (key: Uint8Array, salt: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, salt, 'leadline attachments', 32))

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 8)
  return nonce
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw new Error('The file is shorter than it says.')
  return buffer
}
