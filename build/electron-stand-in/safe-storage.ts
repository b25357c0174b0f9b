import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Matching } from './electron-types.ts'
import { strictObject } from './strict.ts'

type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>

/** Chromium's switch `--password-store` and what Electron calls the choice. */
const BACKENDS: Record<string, Backend> = {
  'gnome-libsecret': 'gnome_libsecret',
  kwallet: 'kwallet',
  kwallet5: 'kwallet5',
  kwallet6: 'kwallet6',
}

const PREFIX = Buffer.from('v0s')
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * `safeStorage` with AES-256-GCM under a key in a file, which is as safe as Electron's own `basic_text`: it keeps
 * nothing from whoever can read the user's folder. An app that asks is told so, unless the command line claims another
 * backend (`--password-store=gnome-libsecret`), as specs of an app with a keychain do.
 */
export class StandInSafeStorage
  extends strictObject('safeStorage')
  implements Matching<StandInSafeStorage, Electron.SafeStorage>
{
  readonly #keyFile: () => string
  readonly #isReady: () => boolean
  readonly #backend: Backend
  /** False lets a test see how the app behaves without a key store. */
  isAvailable = true

  constructor(keyFile: () => string, isReady: () => boolean, passwordStore = 'basic') {
    super()
    this.#keyFile = keyFile
    this.#isReady = isReady
    this.#backend = BACKENDS[passwordStore] ?? 'basic_text'
  }

  isEncryptionAvailable(): boolean {
    return this.#isReady() && this.isAvailable
  }

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.isEncryptionAvailable()
  }

  getSelectedStorageBackend(): Backend {
    return this.#isReady() ? this.#backend : 'unknown'
  }

  setUsePlainTextEncryption(): void {}

  encryptString(plainText: string): Buffer {
    if (!this.isEncryptionAvailable()) throw new Error('Error while encrypting the text provided to safeStorage.')
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#key(), iv)
    const encrypted = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
    return Buffer.concat([PREFIX, iv, cipher.getAuthTag(), encrypted])
  }

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    return this.encryptString(plainText)
  }

  decryptString(encrypted: Buffer): string {
    try {
      if (!this.isEncryptionAvailable() || !encrypted.subarray(0, PREFIX.length).equals(PREFIX))
        throw new Error('refused')
      const sealed = encrypted.subarray(PREFIX.length)
      const decipher = createDecipheriv('aes-256-gcm', this.#key(), sealed.subarray(0, IV_BYTES))
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    } catch (cause) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.', { cause })
    }
  }

  async decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    return { result: this.decryptString(encrypted), shouldReEncrypt: false }
  }

  #key(): Buffer {
    const file = this.#keyFile()
    if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
    return readFileSync(file)
  }
}
