import type { FunctionContext } from '../_shared/context.ts'
import type { Unsent } from './outgoing.ts'

/** How long a vendor may take to answer, milliseconds. Well within a worker's lease. */
const PATIENCE = 20_000

/** How Node (by codes) and Deno (in words) tell of a connection that was never made. */
const NEVER_CONNECTED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EDNS|connection refused|dns error/i

/** Whether a failure is surely from before the vendor saw anything: only then may it be asked again unseen. */
export const neverConnected = (reason: string): boolean => NEVER_CONNECTED.test(reason)

/** What a vendor answered. */
export interface Answer {
  status: number
  headers: Headers
  /** The parsed JSON; null when there is none. */
  body: unknown
}

/**
 * Asks a vendor over HTTP.
 *
 * @param vendor its name, for the rep.
 * @returns the answer whatever its status, or why there is none: `temporary` when the vendor was not reached,
 *   `unconfirmed` when it was and did not answer in time or in full.
 */
export async function ask(
  { fetch }: Pick<FunctionContext, 'fetch'>,
  vendor: string,
  url: URL,
  init: RequestInit = {},
): Promise<Answer | Unsent> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE) })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parsed(text) }
  } catch (error) {
    const reason = reasonOf(error)
    const reached = !neverConnected(reason)
    return {
      sent: false,
      class: reached ? 'unconfirmed' : 'temporary',
      error: reached ? `No answer came from ${vendor}: it may have been sent` : `${vendor} could not be reached`,
      code: reason.slice(0, 200),
    }
  }
}

export const isAnswer = (result: Answer | Unsent): result is Answer => 'status' in result

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** What went wrong, with what caused it: `fetch` wraps the system's own error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  return [error.name, error.message, code].filter(Boolean).join(': ')
}

/** A property of something parsed from JSON; undefined when it is no object or has none. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}

/** The text property of something parsed from JSON. */
export function textOf(value: unknown, name: string): string | undefined {
  const found = property(value, name)
  return typeof found === 'string' && found !== '' ? found : undefined
}
