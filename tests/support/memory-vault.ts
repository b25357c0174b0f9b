import type { Vault } from '#main/auth/vault.ts'

/** A vault for tests without Electron: the keychain is the one part of signing in that they leave out. */
export function memoryVault(): Vault {
  const secrets = new Map<string, string>()
  return {
    protection: 'keychain',
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, value) => void secrets.set(name, value),
    delete: async (name) => void secrets.delete(name),
  }
}
