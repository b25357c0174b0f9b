import type { FunctionContext } from '../_shared/context.ts'
import { Refusal } from '../ingest/refusal.ts'

/** Who signs up with an invitation. */
export interface Registration {
  token: string
  /** The invitation's: the mail reached it, so that it needs no confirmation. */
  email: string
  password: string | undefined
  fullName: string | undefined
}

/** Refusals of Auth that say what to do otherwise. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  email_exists: new Refusal(409, 'already_registered', 'There is an account with this address. Sign in with it.'),
  user_already_exists: new Refusal(
    409,
    'already_registered',
    'There is an account with this address. Sign in with it.',
  ),
  weak_password: new Refusal(422, 'weak_password', 'Choose a longer password.'),
}

/**
 * Makes the account of an invited colleague. `handle_new_user` takes the invitation in the same transaction, so that of
 * two who sign up with it at once one does, and an account without an invitation's place is never left.
 *
 * @throws Refusal 409, 410, 422
 */
export async function register(
  { token, email, password, fullName }: Registration,
  { service }: FunctionContext,
): Promise<void> {
  if (!password || password.length < 8 || password.length > 72) {
    throw new Refusal(422, 'weak_password', 'A password has 8 to 72 characters.')
  }
  const { error } = await service.auth.admin.createUser({
    email,
    password,
    email_confirm: true,
    user_metadata: { invitation_token: token, ...(fullName && { full_name: fullName.slice(0, 200) }) },
  })
  if (!error) return
  const refusal = REFUSALS[error.code ?? '']
  if (refusal) throw refusal
  // What the trigger refuses reaches us as a failure without its code: the invitation was used in this moment.
  if (error.message.startsWith('Database error')) {
    throw new Refusal(410, 'invitation_invalid', 'The invitation was used meanwhile. Ask for a new one.')
  }
  throw error
}
