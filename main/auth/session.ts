import { AuthApiError, isAuthRetryableFetchError, type AuthError } from '@supabase/supabase-js'
import { z } from 'zod'
import { ExpectedError } from '#shared/contract/errors.ts'
import { ROLES } from '#shared/domain/vocabulary.ts'
import { RemoteError } from '../sync/remote.ts'
import { remoteErrorOf } from '../sync/remote-supabase.ts'
import type { BackendClient } from './backend-client.ts'
import type { Vault } from './vault.ts'

const identitySchema = z.object({
  backend_id: z.string(),
  user: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    avatar_url: z.string().nullable(),
    role: z.enum(ROLES),
  }),
  organization: z.object({ id: z.uuid(), name: z.string() }),
})

/** Who is signed in, as known without a network. */
export type Identity = z.infer<typeof identitySchema>

const IDENTITY_SECRET = 'identity'

/** Signing in and out, and the promise that requests go out as the rep who is signed in. */
export interface Session {
  /**
   * @throws ExpectedError `unauthenticated` (wrong e-mail or password), `offline`, `forbidden` (account not active),
   * `rate_limited`, `incompatible`
   */
  signIn(email: string, password: string): Promise<Identity>
  /** The rep of the last sign-in, from this device alone; null when nobody is signed in. */
  restore(): Promise<Identity | null>
  /** Keeps what is newly known of the rep for the next start. */
  remember(identity: Identity): Promise<void>
  /** Resolves when the client holds a valid token of this rep; refreshes it if need be. Rejects with a RemoteError. */
  ensure(userId: string): Promise<void>
  /**
   * Gets a new token for this rep although the present one has not run out: the backend refused it. Asked several times at
   * once, it is fetched once. Rejects with a RemoteError; `unauthenticated` when the session is over.
   */
  renew(userId: string): Promise<void>
  /** Forgets the rep on this device, and tells the backend if it can be reached. */
  signOut(): Promise<void>
}

export function createSession(backend: BackendClient, vault: Vault): Session {
  const { auth } = backend.supabase
  let renewal: Promise<void> | null = null

  async function fetchIdentity(userId: string): Promise<Identity> {
    const profile = await backend.supabase
      .from('profiles')
      .select('id,email,full_name,avatar_url,role,status,organization_id')
      .eq('id', userId)
      .maybeSingle()
    if (profile.error) throw asExpected(remoteErrorOf(profile.status, profile.error))
    const row = profile.data
    if (!row || row.status !== 'active') {
      throw new ExpectedError('forbidden', 'This account is not active in any workspace. Ask your admin to invite you.')
    }
    const organization = await backend.supabase
      .from('organizations')
      .select('id,name')
      .eq('id', row.organization_id)
      .single()
    if (organization.error) throw asExpected(remoteErrorOf(organization.status, organization.error))
    return identitySchema.parse({
      backend_id: backend.address.id,
      user: {
        id: row.id,
        name: row.full_name ?? row.email,
        email: row.email,
        avatar_url: row.avatar_url,
        role: row.role,
      },
      organization: organization.data,
    })
  }

  const remember = (identity: Identity) => vault.set(IDENTITY_SECRET, JSON.stringify(identity))

  return {
    remember,

    async signIn(email, password) {
      const { data, error } = await auth.signInWithPassword({ email, password })
      if (error) throw signInError(error)
      try {
        const identity = await fetchIdentity(data.user.id)
        await remember(identity)
        return identity
      } catch (failure) {
        await auth.signOut({ scope: 'local' })
        throw failure
      }
    },

    async restore() {
      const text = await vault.get(IDENTITY_SECRET)
      const identity = text ? identitySchema.safeParse(JSON.parse(text)) : null
      return identity?.success && identity.data.backend_id === backend.address.id ? identity.data : null
    },

    async ensure(userId) {
      checkSession(await auth.getSession(), userId)
    },

    renew(userId) {
      renewal ??= auth
        .refreshSession()
        .then((answer) => checkSession(answer, userId))
        .finally(() => (renewal = null))
      return renewal
    },

    async signOut() {
      await vault.delete(IDENTITY_SECRET)
      // Also ends the session on the server where that can be reached; the local one ends in any case.
      const { error } = await auth.signOut({ scope: 'local' })
      if (error) await vault.delete('session')
    },
  }
}

interface SessionAnswer {
  data: { session: { access_token: string } | null }
  error: AuthError | null
}

/** @throws RemoteError unless there is a token, and it is this rep's: what it says counts, not what is kept beside it. */
function checkSession({ data, error }: SessionAnswer, userId: string): void {
  if (error && isAuthRetryableFetchError(error))
    throw new RemoteError('network', 'The session could not be renewed.', { isUnsent: true })
  if (!data.session) throw remoteErrorOf(401, { message: 'no session' })
  if (subjectOf(data.session.access_token) !== userId) {
    throw new RemoteError('unauthenticated', 'Another account is signed in.')
  }
}

const claimsSchema = z.object({ sub: z.string() })

/** Whom a token was issued to; null when it cannot be read. */
function subjectOf(token: string): string | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    return claimsSchema.safeParse(claims).data?.sub ?? null
  } catch {
    return null
  }
}

function signInError(error: AuthError): ExpectedError {
  if (isAuthRetryableFetchError(error) || !(error instanceof AuthApiError)) {
    return error.status && error.status >= 500
      ? new ExpectedError('offline', 'The workspace is not answering properly at the moment. Try again shortly.')
      : new ExpectedError('offline', 'The workspace cannot be reached. Signing in needs a connection.')
  }
  if (error.code === 'invalid_credentials' || error.status === 400) {
    return new ExpectedError('unauthenticated', 'E-mail or password is not right.')
  }
  if (error.status === 401) {
    return new ExpectedError(
      'unauthenticated',
      'The workspace does not accept this app’s key. Set up the workspace again.',
    )
  }
  if (error.status === 429)
    return new ExpectedError('rate_limited', 'Too many attempts. Wait a minute, then try again.')
  return asExpected(remoteErrorOf(error.status, { code: error.code ?? '', message: error.message }))
}

/** A failed call as an answer to a command. */
export function asExpected(error: RemoteError): ExpectedError {
  switch (error.code) {
    case 'unauthenticated':
    case 'forbidden':
    case 'rate_limited':
    case 'incompatible':
      return new ExpectedError(error.code, error.message, { cause: error })
    default:
      return new ExpectedError('offline', error.message, { cause: error })
  }
}
