/** Marks an answer that was not JSON; nothing else produces this code. */
export const NOT_JSON = 'LEADLINE_NOT_JSON'

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
    const response = await fetch(input, { ...init, signal })
    const type = response.headers.get('content-type') ?? ''
    if (response.status === 204 || type.includes('json')) return response
    const start = (await response.text()).slice(0, 80)
    // A gateway's error page says "unavailable", whatever its body; a success in HTML comes from something else entirely.
    const status = response.ok ? 502 : response.status
    const code = response.ok || response.status < 500 ? NOT_JSON : ''
    return Response.json({ code, message: `Not JSON: ${start}`, error: 'not_json', msg: 'not_json' }, { status })
  }
}
