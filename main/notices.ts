import type { Notice } from '#shared/contract/read-models.ts'
import type { Identity } from './auth/session.ts'
import type { Vault } from './auth/vault.ts'
import type { Recovered } from './db/calls.ts'

/**
 * What a rep is told about the workspace when it opens.
 * @param recovered what was set aside of a cache that could not be read
 */
export function noticesOf(identity: Identity, protection: Vault['protection'], recovered: Recovered | null): Notice[] {
  const notices: Notice[] = []
  if (protection === 'weak') {
    notices.push({
      id: 'no_keychain',
      message:
        'This computer has no keychain, so your session and the key to your local data are only as safe as your user account. Install GNOME Keyring or KWallet to protect them.',
    })
  }
  if (recovered) {
    const { unsent, quarantinedFile } = recovered
    notices.push({
      id: 'cache_quarantined',
      message: `The local data could not be read and was set aside as ${quarantinedFile}. A fresh copy is being loaded. ${unsentText(unsent)}`,
    })
  }
  if (identity.user.role === 'viewer') {
    notices.push({ id: 'viewer', message: 'You are a viewer: you can read everything and change nothing.' })
  }
  return notices
}

function unsentText(unsent: number | null): string {
  if (unsent === null) return 'Whether it held unsent changes could not be read.'
  if (unsent === 0) return 'It held no unsent changes.'
  return unsent === 1 ? 'It held 1 unsent change.' : `It held ${unsent} unsent changes.`
}
