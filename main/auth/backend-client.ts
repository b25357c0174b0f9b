import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { jsonFetch, NOT_JSON } from '../sync/json-fetch.ts'
import { RemoteError } from '../sync/remote.ts'
import { remoteErrorOf } from '../sync/remote-supabase.ts'
import type { Vault } from './vault.ts'

export interface BackendAddress {
  /** What this device knows the backend by: its URL, or `local` where the URL changes from start to start. */
  id: string
  url: string
  /** The project's anon (publishable) key. */
  key: string
}

const SESSION_SECRET = 'session'
const REQUEST_TIMEOUT_MS = 30_000

export interface BackendClient {
  address: BackendAddress
  supabase: SupabaseClient
  /** Ends requests under way, the doorbell and the token timer. */
  close(): Promise<void>
}

/** One supabase-js client for a backend; its session lives in the vault. */
export function connectBackend(address: BackendAddress, vault: Vault): BackendClient {
  const closing = new AbortController()
  const supabase = createClient(address.url, address.key, {
    auth: {
      persistSession: true,
      autoRefreshToken: true,
      detectSessionInUrl: false,
      storageKey: SESSION_SECRET,
      storage: {
        getItem: (name) => vault.get(name),
        setItem: (name, value) => vault.set(name, value),
        removeItem: (name) => vault.delete(name),
      },
    },
    global: { fetch: jsonFetch(REQUEST_TIMEOUT_MS, closing.signal) },
  })
  return {
    address,
    supabase,
    async close() {
      closing.abort()
      await supabase.auth.stopAutoRefresh()
      await supabase.removeAllChannels()
    },
  }
}

/**
 * Asks an address whether it is a Leadline backend and whether the key fits, without signing in.
 * @throws RemoteError `network`, `unauthenticated` (wrong key) or `incompatible`
 */
export async function probeBackend(address: Pick<BackendAddress, 'url' | 'key'>): Promise<void> {
  const request = jsonFetch(10_000, new AbortController().signal)
  const url = new URL('rest/v1/rpc/sync_pull', address.url.endsWith('/') ? address.url : `${address.url}/`)
  let response: Response
  try {
    response = await request(url, {
      method: 'POST',
      headers: { apikey: address.key, authorization: `Bearer ${address.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ p_cursor: {}, p_budget: {} }),
    })
  } catch (error) {
    throw new RemoteError('network', `Nothing answers at ${address.url}. Check the address and your connection.`, {
      cause: error,
    })
  }
  if (response.ok) return
  const error = (await response.json()) as { code?: string; message?: string }
  if (error.code === '42501') return // refused to anyone not signed in, as it should be
  if (response.status === 401 && error.code !== NOT_JSON) {
    throw new RemoteError(
      'unauthenticated',
      'The workspace does not accept this key. Copy the anon (publishable) key again.',
    )
  }
  throw remoteErrorOf(response.status, { code: error.code ?? '', message: error.message ?? '' })
}
