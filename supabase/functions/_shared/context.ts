import type { SupabaseClient } from '@supabase/supabase-js'
import { CredentialBox } from './credentials.ts'
import { serviceClient } from './service.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a handler is given besides the request. Made once per process; everything in it may be replaced by a test. */
export interface FunctionContext {
  env: Environment
  service: SupabaseClient
  credentials: CredentialBox
  /** Where these functions are reached from outside, without a slash at the end. */
  publicUrl: string
  /** Milliseconds since 1970. */
  now: () => number
  fetch: typeof fetch
}

/** A web-standard handler of one function. */
export type FunctionHandler = (request: Request, context: FunctionContext) => Promise<Response>

/**
 * The context of a process.
 *
 * - `SUPABASE_URL`, `SUPABASE_SERVICE_ROLE_KEY`: set by the platform.
 * - `LEADLINE_CREDENTIALS_KEY`: see {@link CredentialBox.fromText}.
 * - `LEADLINE_FUNCTIONS_URL`: where the functions are reached from outside, when that is not
 *   `<SUPABASE_URL>/functions/v1`. Carriers sign the address they call, so it must be the one entered with them.
 *
 * @throws Error naming the variable that is missing or cannot be read.
 */
export async function createContext(env: Environment): Promise<FunctionContext> {
  const url = required(env, 'SUPABASE_URL').replace(/\/+$/, '')
  return {
    env,
    service: serviceClient(url, required(env, 'SUPABASE_SERVICE_ROLE_KEY')),
    credentials: await CredentialBox.fromText(required(env, 'LEADLINE_CREDENTIALS_KEY')),
    publicUrl: (env['LEADLINE_FUNCTIONS_URL'] ?? `${url}/functions/v1`).replace(/\/+$/, ''),
    now: Date.now,
    fetch: (input, init) => fetch(input, init),
  }
}

function required(env: Environment, name: string): string {
  const value = env[name]
  if (!value) throw new Error(`The environment variable ${name} is not set.`)
  return value
}
