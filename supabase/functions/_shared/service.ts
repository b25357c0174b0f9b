import { createClient } from '@supabase/supabase-js'
import type { SupabaseClient } from '@supabase/supabase-js'

/**
 * The service role's client: exempt from row level security, so it never leaves a function and nothing that a request
 * says may choose what it calls.
 *
 * @param url the project's address, `https://<ref>.supabase.co`.
 * @param accessToken somebody's own: the client then acts as them, under their row level security.
 */
export function serviceClient(url: string, serviceRoleKey: string, accessToken?: string): SupabaseClient {
  return createClient(url, serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    ...(accessToken !== undefined && { global: { headers: { authorization: `Bearer ${accessToken}` } } }),
  })
}

/** What the database refused or could not do; `code` is a SQLSTATE or PostgREST's code. */
export class DatabaseError extends Error {
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.name = 'DatabaseError'
    this.code = code
  }
}

/**
 * Calls a database function and gives back what it returns.
 *
 * @throws DatabaseError
 */
export async function callDatabase(service: SupabaseClient, name: string, args: object): Promise<unknown> {
  const { data, error } = await service.rpc(name, args)
  if (error) throw new DatabaseError(error.message, error.code)
  return data
}
