/** What is wrong with a project's address, in words; null when it may be tried. */
export function addressProblem(address: string): string | null {
  const url = URL.parse(address.trim())
  if (!address.trim()) return 'Enter the address of your project.'
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'This is not an address. It looks like https://abcdefgh.supabase.co'
  }
  if (url.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
    return 'Use https: over http, passwords and messages could be read on the way.'
  }
  return null
}

/** What is wrong with a key, in words; null when it may be tried. A service key would give this device every right. */
export function keyProblem(key: string): string | null {
  const text = key.trim()
  if (!text) return 'Enter the anon (publishable) key of your project.'
  if (/\s/.test(text)) return 'A key has no spaces. Copy it once more.'
  if (text.startsWith('sb_secret_') || roleOf(text) === 'service_role') {
    return 'This is a secret key. Use the anon (publishable) key, which is safe on a desktop.'
  }
  return null
}

/** The role a JSON web token names, null when it is none. */
function roleOf(token: string): unknown {
  const payload = token.split('.')[1]
  if (!payload) return null
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    return typeof claims === 'object' && claims !== null && 'role' in claims ? claims.role : null
  } catch {
    return null
  }
}
