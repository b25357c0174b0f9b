import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'

/** Secrets of this device: session tokens and cache keys. Values are text; names are file names. */
export interface Vault {
  /**
   * `keychain`: sealed with a key of the operating system's keychain. `weak`: this computer has none, so anyone who can read
   * the rep's files can read the secrets too; the rep is told.
   */
  readonly protection: 'keychain' | 'weak'
  /** Null when nothing is kept under that name, or when it can no longer be opened. */
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<void>
}

/** First byte of a file: sealed by the keychain, or plain because there is none. */
const SEALED = 's'
const PLAIN = 'p'

/**
 * Opens the vault in a folder that only this user may read.
 * @param directory absolute path, created if missing
 */
export async function openVault(directory: string): Promise<Vault> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const canSeal = await safeStorage.isAsyncEncryptionAvailable()
  const weakBackend = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  const fileOf = (name: string) => join(directory, name)

  return {
    protection: canSeal && !weakBackend ? 'keychain' : 'weak',
    async get(name) {
      try {
        const bytes = readFileSync(fileOf(name))
        const content = bytes.subarray(1)
        if (bytes.toString('latin1', 0, 1) === PLAIN) return content.toString('utf8')
        return (await safeStorage.decryptStringAsync(content)).result
      } catch {
        return null
      }
    },
    async set(name, value) {
      const content = canSeal ? await safeStorage.encryptStringAsync(value) : Buffer.from(value)
      const file = fileOf(name)
      writeFileSync(`${file}.new`, Buffer.concat([Buffer.from(canSeal ? SEALED : PLAIN), content]), { mode: 0o600 })
      chmodSync(`${file}.new`, 0o600)
      renameSync(`${file}.new`, file)
    },
    async delete(name) {
      rmSync(fileOf(name), { force: true })
    },
  }
}
