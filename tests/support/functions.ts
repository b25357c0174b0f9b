import type { LocalSupabase } from '#build/local-supabase/backend.ts'
import { LOCAL_CREDENTIALS_KEY } from '#build/scripts/product-functions.ts'
import { createContext } from '#supabase/functions/_shared/context.ts'
import type { FunctionContext } from '#supabase/functions/_shared/context.ts'
import { storeCredentials } from '#supabase/functions/_shared/credentials.ts'
import type { Credentials } from '#supabase/functions/_shared/credentials.ts'

type Reachable = Pick<LocalSupabase, 'url' | 'serviceRoleKey'>

/** What a function's environment has on a local backend. */
export const functionEnvironment = ({ url, serviceRoleKey }: Reachable): Record<string, string> => ({
  SUPABASE_URL: url,
  SUPABASE_SERVICE_ROLE_KEY: serviceRoleKey,
  LEADLINE_CREDENTIALS_KEY: LOCAL_CREDENTIALS_KEY,
})

/** The context in which a handler runs when a test calls it itself. */
export const functionContext = (backend: Reachable): Promise<FunctionContext> =>
  createContext(functionEnvironment(backend))

/** Stores a channel's credentials as an administrator would. */
export async function giveCredentials(backend: Reachable, channelId: string, credentials: Credentials): Promise<void> {
  const context = await functionContext(backend)
  await storeCredentials(context.service, context.credentials, channelId, credentials)
}
