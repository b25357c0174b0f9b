import type { SupabaseClient } from '@supabase/supabase-js'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { MailHtml } from '#shared/contract/areas/thread.ts'
import { failureOf } from './engine.ts'
import { remoteErrorOf } from './remote-supabase.ts'

interface MailSource {
  client: SupabaseClient
  /** Resolves when the client holds a valid session of the rep, rejects with a RemoteError otherwise. */
  ensureSession: () => Promise<void>
  signal: AbortSignal
}

/**
 * The HTML of an e-mail, from the server: it is not replicated, for few are looked at and many are large. Row level
 * security decides who may read it.
 * @throws ExpectedError `offline`, `unauthenticated`, …
 */
export function mailHtmlLoader({
  client,
  ensureSession,
  signal,
}: MailSource): (messageId: string) => Promise<MailHtml | null> {
  return async (messageId) => {
    try {
      await ensureSession()
      const { data, error, status } = await client
        .from('messages')
        .select('html:html_body, from:from_address, to:to_address')
        .eq('id', messageId)
        .abortSignal(signal)
        .retry(false)
        .maybeSingle<MailHtml>()
      if (error) throw remoteErrorOf(status, error)
      return data?.html ? data : null
    } catch (error) {
      const { code, message } = failureOf(error)
      const words = code === 'offline' ? 'The original formatting needs a connection.' : message
      throw new ExpectedError(code, words, { cause: error })
    }
  }
}
