import { FunctionsHttpError } from '@supabase/supabase-js'
import { z } from 'zod'
import { ExpectedError, type ErrorCode } from '#shared/contract/errors.ts'
import { remoteErrorOf } from '../sync/remote-supabase.ts'
import type { BackendClient } from './backend-client.ts'
import { asExpected } from './session.ts'

/** The token of the invitation whose link was followed last. It is kept here alone: no page, file or log has it. */
export class WaitingInvitation {
  #token: string | null = null
  #onChange: () => void = () => {}

  get token(): string | null {
    return this.#token
  }

  /** @param onChange called when an invitation comes or goes */
  watch(onChange: () => void): void {
    this.#onChange = onChange
  }

  receive(token: string): void {
    this.#token = token
    this.#onChange()
  }

  dismiss(): void {
    this.#token = null
    this.#onChange()
  }
}

/** Who takes an invitation. */
export interface Newcomer {
  full_name: string
  password: string
}

const claimedSchema = z.object({ kind: z.enum(['user', 'client']), email: z.string(), organization: z.string() })
export type Claimed = z.infer<typeof claimedSchema>

/** What the function `invitations` refuses with, in words for who was invited. */
const REFUSALS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  invitation_invalid: [
    'not_found',
    'This invitation is not valid any more: it was used, taken back or has expired. If you have used it, sign in; else ask for a new one.',
  ],
  already_registered: ['conflict', 'There is an account with your e-mail address already. Sign in with it.'],
  weak_password: ['invalid_input', 'Choose a longer password, one that others do not use.'],
  too_many: ['rate_limited', 'Too many attempts. Try again in an hour.'],
}

const refusalSchema = z.object({ error: z.string().optional(), code: z.string().optional(), message: z.string() })

/**
 * Takes an invitation.
 * @throws ExpectedError `not_found`, `conflict`, `invalid_input`, `rate_limited`, `offline`, `incompatible`
 */
export async function claimInvitation(
  { supabase }: BackendClient,
  token: string,
  newcomer: Newcomer,
): Promise<Claimed> {
  const { data, error } = await supabase.functions.invoke<unknown>('invitations/claim', {
    body: { token, ...newcomer },
  })
  if (!error) return claimedSchema.parse(data)
  if (!(error instanceof FunctionsHttpError)) {
    throw new ExpectedError('offline', 'The workspace cannot be reached. Accepting an invitation needs a connection.')
  }
  const answer = error.context as Response
  const told = refusalSchema.safeParse(await answer.json().catch(() => null)).data
  const refusal = REFUSALS[told?.error ?? '']
  if (refusal) throw new ExpectedError(...refusal)
  throw asExpected(remoteErrorOf(answer.status, { code: told?.code ?? '', message: told?.message ?? '' }))
}
