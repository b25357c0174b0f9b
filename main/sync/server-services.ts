import { FunctionsHttpError } from '@supabase/supabase-js'
import { z } from 'zod'
import type { ErrorCode } from '#shared/contract/errors.ts'
import { ExpectedError } from '#shared/contract/errors.ts'
import type { Service } from '#shared/services/service.ts'
import { RemoteError } from './remote.ts'
import { FAILURE_CODES } from './remote.ts'
import { createAuthorized, remoteErrorOf } from './remote-supabase.ts'
import type { SupabaseRemoteOptions } from './remote-supabase.ts'

/** Asks the server for a service with what {@link Service.send} made. @throws ExpectedError */
export type AskServer = (target: Service['target'], body: Record<string, unknown>) => Promise<unknown>

/** What refuses by a rule: SQLSTATEs, and the words of edge functions. The server's message says which. */
const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  '42501': 'forbidden',
  PT404: 'not_found',
  PT409: 'conflict',
  '23505': 'conflict',
  '22023': 'invalid_input',
  '22P02': 'invalid_input',
  '22003': 'invalid_input',
  '22007': 'invalid_input',
  '22008': 'invalid_input',
  '23502': 'invalid_input',
  '23503': 'invalid_input',
  '23514': 'invalid_input',
  forbidden: 'forbidden',
  not_found: 'not_found',
  already_exists: 'conflict',
  invalid_input: 'invalid_input',
  invalid_body: 'invalid_input',
  too_many: 'rate_limited',
  mail_failed: 'internal',
}

const NO_CONNECTION = 'This needs a connection to the workspace. Try again when you are online.'

const edgeRefusal = z.object({ error: z.string(), message: z.string() })

interface Answer {
  status: number
  data: unknown
  error: { code?: string; message: string } | null
}

/** Services over supabase-js, as the rep who is signed in. */
export function createAskServer({ client, signal, ...session }: SupabaseRemoteOptions): AskServer {
  const authorized = createAuthorized({ signal, ...session })

  async function invoke(path: string, body: Record<string, unknown>): Promise<Answer> {
    const { data, error } = await client.functions.invoke<unknown>(path, { body, signal })
    if (!error) return { status: 200, data, error: null }
    if (!(error instanceof FunctionsHttpError)) return { status: 0, data: null, error: { message: String(error) } }
    const answer = error.context as Response
    const told = edgeRefusal.safeParse(await answer.json().catch(() => null))
    const { error: code, message } = told.data ?? { error: '', message: `The function answered ${answer.status}` }
    return { status: answer.status, data: null, error: { code, message } }
  }

  return async (target, body) => {
    const send = (): PromiseLike<Answer> =>
      'edge' in target ? invoke(target.edge, body) : client.rpc(target.function, body).abortSignal(signal)
    try {
      const { status, data, error } = await authorized(send)
      if (error) throw refusalOf(status, error)
      return data
    } catch (error) {
      throw error instanceof RemoteError ? failureOf(error) : error
    }
  }
}

function refusalOf(status: number, error: { code?: string; message: string }): Error {
  const code = REFUSALS[error.code ?? '']
  return code ? new ExpectedError(code, error.message) : remoteErrorOf(status, error)
}

function failureOf(error: RemoteError): ExpectedError {
  const code = FAILURE_CODES[error.code]
  return new ExpectedError(code, code === 'offline' ? NO_CONNECTION : error.message, { cause: error })
}
