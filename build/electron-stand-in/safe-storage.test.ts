import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StandInSafeStorage } from './safe-storage.ts'

describe('safe storage', () => {
  let folder: string
  const storage = (): StandInSafeStorage =>
    new StandInSafeStorage(
      () => join(folder, 'key'),
      () => true,
    )

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stand-in-key-'))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('opens what another start of the app has sealed', async () => {
    const sealed = await storage().encryptStringAsync('tökén')
    expect(await storage().decryptStringAsync(sealed)).toEqual({ result: 'tökén', shouldReEncrypt: false })
    expect(statSync(join(folder, 'key')).mode & 0o077).toBe(0)
  })

  it('refuses what was changed or was never sealed', () => {
    const sealed = storage().encryptString('token')
    sealed[sealed.length - 1]! ^= 1
    expect(() => storage().decryptString(sealed)).toThrow('Error while decrypting')
    expect(() => storage().decryptString(Buffer.from('plain'))).toThrow('Error while decrypting')
  })

  it('claims a keychain only where the command line does', () => {
    expect(storage().getSelectedStorageBackend()).toBe('basic_text')
    const claimed = new StandInSafeStorage(
      () => join(folder, 'key'),
      () => true,
      'gnome-libsecret',
    )
    expect(claimed.getSelectedStorageBackend()).toBe('gnome_libsecret')
  })

  it('can be missing', async () => {
    const missing = storage()
    missing.isAvailable = false
    expect(await missing.isAsyncEncryptionAvailable()).toBe(false)
    await expect(missing.encryptStringAsync('token')).rejects.toThrow('Error while encrypting')
  })
})
