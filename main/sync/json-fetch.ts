/** A server that asks for more is asked again after this. */
const LONGEST_WAIT_MS = 5 * 60_000

/** Marks an answer that was not JSON; nothing else produces this code. */
export const NOT_JSON = 'LEADLINE_NOT_JSON'

/**
 * Name of the error of a request that nobody can have heard: no connection came about. supabase-js hands on an error's
 * name and message, before a colon and behind it, and nothing else.
 */
export const NOT_SENT = 'LEADLINE_NOT_SENT'

/** What the system says when it finds no way to a server. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

/**
 * `fetch` for a JSON API behind networks that may answer anything: a captive portal's HTML with status 200 becomes an error
 * answer with code {@link NOT_JSON}, and a server that stays silent is given up on.
 * @param timeoutMs how long the whole answer may take
 * @param closing ends every request under way (sign-out, quit)
 */
export function jsonFetch(timeoutMs: number, closing: AbortSignal): typeof fetch {
  return async (input, init) => {
    const signals = [AbortSignal.timeout(timeoutMs), closing, ...(init?.signal ? [init.signal] : [])]
    const signal = AbortSignal.any(signals)
    const response = await fetch(input, { ...init, signal }).catch((error: unknown) => {
      throw neverConnected(error) ? Object.assign(error, { name: NOT_SENT }) : error
    })
    const isJson = response.status === 204 || (response.headers.get('content-type') ?? '').includes('json')
    const retry_after_ms = waitOf(response)
    if (isJson && retry_after_ms === null) return response
    // A gateway's error page says "unavailable", whatever its body; a success in HTML comes from something else entirely.
    const status = response.ok ? 502 : response.status
    const body = isJson ? await jsonOf(response) : notJson(response, (await response.text()).slice(0, 80))
    return Response.json({ ...body, ...(retry_after_ms !== null && { retry_after_ms }) }, { status })
  }
}

/** `fetch` hides what the system said in the cause; with several addresses, in one cause each. */
function neverConnected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { cause } = error
  const attempts: unknown[] = cause instanceof AggregateError ? cause.errors : [cause]
  return attempts.every((one) => one instanceof Error && 'code' in one && NO_CONNECTION.has(String(one.code)))
}

async function jsonOf(response: Response): Promise<object> {
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && body !== null ? body : {}
}

function notJson({ ok, status }: Response, start: string): object {
  const code = ok || (status < 500 && status !== 429) ? NOT_JSON : ''
  return { code, message: `Not JSON: ${start}`, error: 'not_json', msg: 'not_json' }
}

/** What an overloaded server asks to wait, milliseconds; supabase-js hands on the body of an error and no header. */
function waitOf({ status, headers }: Response): number | null {
  const asked = headers.get('retry-after')
  if (asked === null || (status !== 429 && status !== 503)) return null
  const ms = /^\d+$/.test(asked.trim()) ? Number(asked) * 1000 : Date.parse(asked) - Date.now()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS)
}
